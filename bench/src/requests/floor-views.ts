/** The floor's bodies: what the gateway answers, member by member. */

type Row = Record<string, unknown>;

export interface GroupRow extends Row {
  posts: Row[];
}

export function groupView(row: GroupRow) {
  const counts: Record<string, number> = {};
  for (const { status } of row.posts) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    counts,
    clientReference: row.client_reference,
    scheduledAt: instant(row.scheduled_at),
    content: row.content,
    metadata: row.metadata,
    posts: row.posts.map(postView),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}

export function postView(row: Row) {
  return {
    id: row.id,
    groupId: row.group_id,
    accountId: row.account_id,
    provider: row.provider,
    platform: row.platform,
    status: row.status,
    upstreamStatus: row.upstream_status,
    handle: row.handle,
    content: row.content,
    options: row.options,
    providerReference: row.provider_reference,
    platformPostId: row.platform_post_id,
    platformPostUrl: row.platform_post_url,
    scheduledAt: instant(row.scheduled_at),
    attemptedAt: instant(row.attempted_at),
    publishedAt: instant(row.published_at),
    canceledAt: instant(row.canceled_at),
    canceledBy: row.canceled_by,
    cancelReason: row.cancel_reason,
    parts: row.parts,
    attempts: row.attempts,
    error: row.error,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}

/** A page of a list; of `rows` the one beyond the limit tells that there are more. */
export function page<R extends Row, V>(rows: R[], limit: number, view: (row: R) => V) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined
      ? Buffer.from(JSON.stringify([instant(last.created_at), last.id])).toString('base64url')
      : null;
  return { items: shown.map(view), nextCursor };
}

/** The driver gives a Date, JSON within a row a text. */
function instant(time: unknown): string | null {
  if (time instanceof Date) return time.toISOString();
  return typeof time === 'string' ? new Date(time).toISOString() : null;
}
