/** What stands in the addresses of these pages. */
import { cursorIn, textIn } from '../../components/search-values';

export interface ConnectionsSearch {
  cursor?: string;
  provider?: string;
}

export interface NewConnectionSearch {
  provider?: string;
}

export interface ConnectionSearch {
  /** Of the list of accounts. */
  cursor?: string;
}

const LONGEST_PROVIDER = 100;

export const connectionsSearch = (search: Record<string, unknown>): ConnectionsSearch => ({
  ...cursorIn(search),
  ...textIn(search, 'provider', LONGEST_PROVIDER),
});

export const newConnectionSearch = (search: Record<string, unknown>): NewConnectionSearch =>
  textIn(search, 'provider', LONGEST_PROVIDER);

export const connectionSearch = (search: Record<string, unknown>): ConnectionSearch => cursorIn(search);
