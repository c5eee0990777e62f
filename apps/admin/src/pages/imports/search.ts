import type { ImportRowResult } from '@postern/client';
import { cursorIn, listIn } from '../../components/search-values';

/** Which rows of an import are shown. */
export interface ImportSearch {
  result?: ImportRowResult[];
  cursor?: string;
}

/** Rows that became no group. */
export const BAD: ImportRowResult[] = ['invalid', 'failed', 'duplicate'];

const RESULTS = ['pending', 'valid', 'created', 'duplicate', 'invalid', 'failed'] as const;
const isResult = (value: string): value is ImportRowResult => (RESULTS as readonly string[]).includes(value);

export function importSearch(raw: Record<string, unknown>): ImportSearch {
  return { ...listIn(raw, 'result', isResult), ...cursorIn(raw) };
}
