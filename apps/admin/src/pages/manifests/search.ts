/** What stands in the addresses of these pages. */
export interface ManifestsSearch {
  cursor?: string;
}

export interface NewManifestSearch {
  /** The preset to start from. */
  preset?: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Of the list of manifests, and of the list of one's versions. */
export const manifestsSearch = (search: Record<string, unknown>): ManifestsSearch => ({
  cursor: text(search.cursor),
});

export const newManifestSearch = (search: Record<string, unknown>): NewManifestSearch => ({
  preset: text(search.preset),
});
