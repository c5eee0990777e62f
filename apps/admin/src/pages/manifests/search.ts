/** What stands in the addresses of these pages. */
import { cursorIn, textIn } from '../../components/search-values';

export interface ManifestsSearch {
  cursor?: string;
}

export interface NewManifestSearch {
  /** The preset to start from. */
  preset?: string;
}

/** Of the list of manifests, and of the list of one's versions. */
export const manifestsSearch = (search: Record<string, unknown>): ManifestsSearch => cursorIn(search);

export const newManifestSearch = (search: Record<string, unknown>): NewManifestSearch =>
  textIn(search, 'preset');
