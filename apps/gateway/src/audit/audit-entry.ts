import { newId } from '../database/ids';
import { currentRequest } from '../http/request-context';

/** What was done to what: `<subject type>.<verb>`, e.g. `connection.update`, `api_key.rotate`, `post.cancel`. */
export type AuditAction = `${string}.${string}`;

/** A change as its maker tells it. `before` and `after` are what the API shows of the thing: never a secret. */
export interface AuditedChange {
  workspaceId: string;
  action: AuditAction;
  /** Id of what was changed. */
  subjectId: string;
  /** `null`: it did not exist. */
  before: object | null;
  /** `null`: it does not exist any more. */
  after: object | null;
}

/** A row of the audit log, as `AUDIT_INSERT` takes it. */
export interface AuditRow {
  id: string;
  workspace_id: string;
  actor_type: 'api_key' | 'person' | 'system';
  actor_id: string | null;
  /** Of a person, who is known nowhere else. */
  actor_name: string | null;
  action: AuditAction;
  subject_type: string;
  subject_id: string;
  request_id: string | null;
  before: object | null;
  after: object | null;
}

/** Names the actor and the request by the context in which the change is made. */
export function auditRow(change: AuditedChange): AuditRow {
  const context = currentRequest();
  const actor = context?.asker?.actor ?? null;
  return {
    id: newId('aud'),
    workspace_id: change.workspaceId,
    actor_type: actor?.type ?? 'system',
    actor_id: actor?.id ?? null,
    actor_name: actor?.type === 'person' ? actor.name : null,
    action: change.action,
    subject_type: change.action.slice(0, change.action.indexOf('.')),
    subject_id: change.subjectId,
    request_id: context?.requestId ?? null,
    before: change.before,
    after: change.after,
  };
}

/**
 * SQL that writes audit rows beside the change itself: a statement of its own, or a member of a `with`.
 *
 * @param rows SQL of a jsonb array of `AuditRow`, e.g. `$3::jsonb`
 * @param from further `from` items, so that nothing is written where the change was not, e.g. `, written`
 */
export function auditInsert(rows: string, from = ''): string {
  return `insert into audit_log (id, workspace_id, actor_type, actor_id, actor_name, action, subject_type,
      subject_id, request_id, before, after)
    select a.id, a.workspace_id, a.actor_type, a.actor_id, a.actor_name, a.action, a.subject_type,
      a.subject_id, a.request_id, nullif(a.before, 'null'), nullif(a.after, 'null')
    from jsonb_to_recordset(${rows}) as a(id text, workspace_id text, actor_type text, actor_id text,
      actor_name text, action text, subject_type text, subject_id text, request_id text, before jsonb, after jsonb)${from}`;
}

/** The statement for whoever writes nothing else in the same one: run it in the transaction of the change. */
export const AUDIT_INSERT = auditInsert('$1::jsonb');
