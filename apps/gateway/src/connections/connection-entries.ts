/** Connections as the audit log tells of them: what the API shows, and of credentials only that they changed. */
import { type AuditRow, auditRow } from '../audit/audit-entry';
import type { OpenConnection } from './connection-contexts';
import type { ConnectionSyncDto } from './connections.dto';
import type { ConnectionChange, ConnectionRow, Finding, NewConnection } from './connections.repository';

type Shown = Pick<ConnectionRow, 'provider' | 'name' | 'settings' | 'scheduling' | 'status'>;

export function createdEntry(connection: NewConnection): AuditRow {
  const { id, workspaceId } = connection;
  const after = shown({ ...connection, status: 'active' });
  return auditRow({ workspaceId, action: 'connection.create', subjectId: id, before: null, after });
}

export function updatedEntry(before: ConnectionRow, { credentials }: ConnectionChange, after: ConnectionRow) {
  return auditRow({
    workspaceId: after.workspace_id,
    action: 'connection.update',
    subjectId: after.id,
    before: shown(before),
    after: { ...shown(after), credentialsChanged: credentials !== null },
  });
}

export function deletedEntry(before: ConnectionRow): AuditRow {
  const { id, workspace_id: workspaceId } = before;
  const action = 'connection.delete';
  return auditRow({ workspaceId, action, subjectId: id, before: shown(before), after: null });
}

/** Of a check that a caller asked for: none where the connection is as it was. */
export function checkedEntries({ connection }: OpenConnection, { status }: Finding): AuditRow[] {
  const { id, workspaceId, status: was } = connection;
  if (status === was) return [];
  const [before, after] = [{ status: was }, { status }];
  return [auditRow({ workspaceId, action: 'connection.check', subjectId: id, before, after })];
}

/** Of a sync that a caller asked for: none where the connection and its accounts are as they were. */
export function syncedEntries({ connection }: OpenConnection, counts: ConnectionSyncDto): AuditRow[] {
  const { id, workspaceId, status: was } = connection;
  const changed = counts.added + counts.updated + counts.disconnected > 0;
  if (!changed && was === 'active') return [];
  const [before, after] = [{ status: was }, { status: 'active', ...counts }];
  return [auditRow({ workspaceId, action: 'connection.sync', subjectId: id, before, after })];
}

function shown({ provider, name, settings, scheduling, status }: Shown): Shown {
  return { provider, name, settings, scheduling, status };
}
