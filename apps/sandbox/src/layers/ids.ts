import { randomUUID } from 'node:crypto';
import { rowId } from '../frame/row-id';
import type { Vocabulary } from './model';

export type IdPrefix = 'org' | 'key' | 'prj' | 'sa' | 'cnt' | 'sp' | 'med' | 'ast';

/** Generation A carries ULIDs behind its prefixes, generation B UUIDs. */
export function newId(vocabulary: Vocabulary, prefix: IdPrefix): string {
  return `${prefix}_${vocabulary === 'A' ? rowId() : randomUUID()}`;
}

/** The same id at every start, so that people may write it down. */
export function seedId(vocabulary: Vocabulary, prefix: IdPrefix, number: number): string {
  return vocabulary === 'A'
    ? `${prefix}_01HXSANDB0X${String(number).padStart(15, '0')}`
    : `${prefix}_5a4db0c5-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Without its prefix: some Layers endpoints take both forms, and some answer with this one. */
export function bareId(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}

export function requestId(): string {
  return `req_${rowId()}`;
}
