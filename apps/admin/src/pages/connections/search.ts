/** What stands in the addresses of these pages. */
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

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const connectionsSearch = (search: Record<string, unknown>): ConnectionsSearch => ({
  cursor: text(search.cursor),
  provider: text(search.provider),
});

export const newConnectionSearch = (search: Record<string, unknown>): NewConnectionSearch => ({
  provider: text(search.provider),
});

export const connectionSearch = (search: Record<string, unknown>): ConnectionSearch => ({
  cursor: text(search.cursor),
});
