/** Entries of the audit log about groups. */
import { auditRow, type AuditRow } from '../audit/audit-entry';
import type { PostGroupView } from './post-group-view';

export function createdEntry(workspaceId: string, view: PostGroupView): AuditRow {
  const after = told(view);
  return auditRow({ workspaceId, action: 'post_group.create', subjectId: view.id, before: null, after });
}

export function editedEntry(
  workspaceId: string,
  kind: 'update' | 'publish',
  before: PostGroupView,
  after: PostGroupView,
): AuditRow {
  return auditRow({
    workspaceId,
    action: `post_group.${kind}`,
    subjectId: after.id,
    before: told(before),
    after: told(after),
  });
}

/** Of each post only which it is: what it says is the group's content, and the log is kept for long. */
function told({ posts, ...group }: PostGroupView) {
  const named = posts.map(({ id, accountId, platform, status, scheduledAt }) => ({
    id,
    accountId,
    platform,
    status,
    scheduledAt,
  }));
  return { ...group, posts: named };
}
