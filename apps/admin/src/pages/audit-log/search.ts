import type { ListAuditLogQuery } from '@postern/client';
import { idIn, listIn, momentIn, textIn } from '../../components/search-values';

/** Which entries are shown; what is absent does not narrow. */
export interface AuditSearch {
  action?: string[];
  actorId?: string;
  subjectId?: string;
  since?: string;
  until?: string;
  cursor?: string;
}

/** As the gateway takes actions. */
export const isAction = (value: string): value is string =>
  value.length <= 64 && /^[a-z][a-z_]*\.[a-z][a-z_]*$/.test(value);

export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  return {
    ...listIn(raw, 'action', isAction),
    ...idIn(raw, 'actorId'),
    ...idIn(raw, 'subjectId'),
    ...momentIn(raw, 'since'),
    ...momentIn(raw, 'until'),
    ...textIn(raw, 'cursor'),
  };
}

export const auditQuery = (search: AuditSearch): ListAuditLogQuery => ({ ...search, limit: 50 });

export function isNarrowed({ cursor: _, ...filters }: AuditSearch): boolean {
  return Object.keys(filters).length > 0;
}
