import { z } from 'zod';
import type { Call, Reply } from '../../description';
import type { NewRow, Timing } from '../../desk';
import { resultOf, type Group } from '../../model';
import { refuse } from '../../refusal';
import { createBody, listQuery, updateBody, type CreateBody, type UpdateBody } from './requests';
import { postView, readRow, sentRow, statusOf } from './views';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function create(call: Call): Reply {
  const requestId = call.headers['x-request-id'];
  if (typeof requestId === 'string') {
    if (!z.uuid().safeParse(requestId).success) throw refused(call, 400, 'x-request-id must be a UUID');
    const known = call.desk.remembered(requestId, 5 * MINUTE_MS);
    if (known !== null) {
      const message = 'This request was made before';
      return { body: { message, existingPost: postView(known.group, readRow) } };
    }
  }
  const body = call.body(createBody);
  const timing = timingOf(call, body);
  const rows = body.platforms.map((wanted) => rowOf(call, wanted, body));
  if (body.content === undefined && rows.some(({ texts }) => texts === undefined)) {
    throw refused(call, 400, 'content is required');
  }
  for (const { account, texts, mediaUrls } of rows) {
    const twin = call.desk.twin({
      accountId: account.id,
      texts: texts ?? [body.content ?? ''],
      mediaUrls: mediaUrls ?? [],
      withinMs: 24 * HOUR_MS,
      counts: ({ phase }) => phase !== 'failed' && phase !== 'canceled' && phase !== 'unpublished',
    });
    if (twin === null) continue;
    const details = { existingPostId: twin.group.id, accountId: account.id, platform: account.platform };
    throw refuse(409, { error: 'Duplicate content', code: 'DUPLICATE_CONTENT', ...details });
  }
  const { metadata = {}, mediaItems = [], timezone = 'UTC' } = body;
  const text = body.content ?? '';
  const group = call.desk.create({ text, rows, timing, extra: { metadata, mediaItems, timezone } });
  if (typeof requestId === 'string') call.desk.remember(requestId, group);
  const isMixed = resultOf(group) === 'partial' && group.phase === 'done';
  return {
    status: isMixed ? Number(call.variant('partialStatus')) : 201,
    body:
      call.variant('wrapper') === 'bare'
        ? postView(group, sentRow)
        : { message: 'Post created', post: postView(group, sentRow) },
  };
}

/** Exactly one of three, or none for a draft; `isDraft` beats them. */
function timingOf(call: Call, body: UpdateBody): Timing {
  const { publishNow, scheduledFor, queuedFromProfile, isDraft } = body;
  const named = [publishNow === true, scheduledFor !== undefined, queuedFromProfile !== undefined];
  if (named.filter(Boolean).length > 1) {
    throw refused(call, 400, 'Only one of publishNow, scheduledFor, queuedFromProfile');
  }
  if (isDraft === true) return { kind: 'draft' };
  if (publishNow === true) return { kind: 'at-once' };
  if (queuedFromProfile !== undefined) {
    return { kind: 'at', at: new Date(call.nowMs + HOUR_MS).toISOString() };
  }
  if (scheduledFor === undefined) return { kind: 'draft' };
  const at = new Date(scheduledFor);
  return at.getTime() <= call.nowMs ? { kind: 'at-once' } : { kind: 'at', at: at.toISOString() };
}

function rowOf(
  call: Call,
  { platform, accountId, customContent }: CreateBody['platforms'][number],
  { mediaItems }: UpdateBody,
): NewRow {
  const account = call.accounts.find(({ id }) => id === accountId);
  if (account === undefined) throw refused(call, 400, `Account ${accountId} was not found`);
  if (account.platform !== platform) {
    throw refused(call, 400, `Account ${accountId} is one of ${account.platform}, not of ${platform}`);
  }
  const texts = customContent === undefined ? undefined : [customContent];
  return { account, texts, mediaUrls: (mediaItems ?? []).map(({ url }) => url) };
}

export function list(call: Call): Reply {
  const query = call.query(listQuery);
  const since = query.fromDate === undefined ? -Infinity : Date.parse(query.fromDate);
  const until = query.toDate === undefined ? Infinity : Date.parse(query.toDate);
  const all = call.desk.list().filter((group) => {
    const at = Date.parse(group.scheduledAt ?? group.createdAt);
    return (
      (query.status === undefined || statusOf(group) === query.status) &&
      at >= since &&
      at <= until &&
      group.rows.some(
        ({ platform, accountId }) =>
          (query.platform ?? platform) === platform && (query.accountId ?? accountId) === accountId,
      )
    );
  });
  const { limit, page = 1 } = query;
  const from = query.offset ?? (page - 1) * limit;
  return {
    body: {
      posts: all.slice(from, from + limit).map((group) => postView(group, readRow)),
      pagination: { page, limit, total: all.length, pages: Math.ceil(all.length / limit) },
    },
  };
}

export function update(call: Call): Reply {
  const body = call.body(updateBody);
  const group = found(call);
  requireState(call, group, ['draft', 'scheduled', 'failed', 'partial', 'cancelled']);
  const timing = timingOf(call, body);
  // Without `isDraft: false` a draft takes a time with 200, and stays what it is.
  if (group.phase !== 'draft' || body.isDraft === false) {
    rewrite(call, group, body);
    if (timing.kind !== 'draft' || body.isDraft === true) call.desk.time(group, timing);
    else call.desk.updated(group);
  }
  return { body: wrapped(call, postView(group, readRow)) };
}

/** Only what is sent is changed. Accounts can change as long as none has been tried. */
function rewrite(call: Call, group: Group, body: UpdateBody): void {
  const { content = group.text, platforms, mediaItems, metadata, timezone } = body;
  if (platforms !== undefined) {
    requireState(call, group, ['draft', 'scheduled']);
    call.desk.rewrite(
      group,
      content,
      platforms.map((wanted) => rowOf(call, wanted, body)),
    );
  }
  for (const row of group.rows) {
    row.texts = row.texts.map((text) => (text === group.text ? content : text));
    if (mediaItems !== undefined) row.mediaUrls = mediaItems.map(({ url }) => url);
  }
  group.text = content;
  Object.assign(group.extra, { ...(metadata && { metadata }), ...(mediaItems && { mediaItems }) });
  if (timezone !== undefined) group.extra.timezone = timezone;
}

export function remove(call: Call): Reply {
  const group = found(call);
  requireState(call, group, ['draft', 'scheduled']);
  call.desk.remove(group);
  return { body: { message: 'Post deleted' } };
}

export function found(call: Call): Group {
  const group = call.desk.get(call.params.id ?? '');
  if (group === undefined) throw refused(call, 404, 'Post not found', 'NOT_FOUND');
  return group;
}

export function requireState(call: Call, group: Group, allowed: readonly string[]): void {
  const status = statusOf(group);
  if (!allowed.includes(status)) throw refused(call, 400, `A post that is ${status} cannot be changed so`);
}

/** Newer endpoints tell a code, others the sentence alone. */
function refused(call: Call, status: number, error: string, code = 'INVALID_REQUEST') {
  return refuse(status, call.variant('errors') === 'bare' ? { error } : { error, code, details: {} });
}

export function wrapped(call: Call, post: unknown): unknown {
  return call.variant('wrapper') === 'bare' ? post : { post };
}
