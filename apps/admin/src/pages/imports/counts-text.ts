import type { ImportCounts, ImportRowResult } from '@postern/client';
import { texts } from '../../texts';

const ORDER: ImportRowResult[] = ['pending', 'valid', 'created', 'duplicate', 'invalid', 'failed'];

/** “40 created, 2 cannot be imported”. */
export function countsText(counts: ImportCounts): string {
  return ORDER.filter((result) => counts[result] > 0)
    .map((result) => `${counts[result]} ${texts.imports.results[result].toLowerCase()}`)
    .join(', ');
}
