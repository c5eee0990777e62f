/** Manifests as the audit log tells of them: which version, not what it says; the versions are kept themselves. */
import { type AuditRow, auditRow } from '../audit/audit-entry';
import type { ManifestRow } from './manifests.repository';

export function manifestEntry(
  verb: 'create' | 'update' | 'delete',
  before: ManifestRow | null,
  after: ManifestRow | null,
): AuditRow {
  const row = after ?? before;
  if (row === null) throw new Error('An entry is about something.');
  return auditRow({
    workspaceId: row.workspace_id,
    action: `manifest.${verb}`,
    subjectId: row.id,
    before: before && shown(before),
    after: after && shown(after),
  });
}

function shown({ provider, name, version, notes }: ManifestRow) {
  return { provider, name, version, notes };
}
