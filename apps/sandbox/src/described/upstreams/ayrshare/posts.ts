import { z } from 'zod';
import type { Call, Reply } from '../../description';
import type { NewRow, Timing } from '../../desk';
import { freshHex } from '../../ids';
import type { Account, Group } from '../../model';
import { refuse } from '../../refusal';
import { errorBody, postView, statusOf } from './views';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const PLATFORMS = [
  ...['facebook', 'twitter', 'linkedin', 'instagram', 'youtube', 'reddit'],
  ...['telegram', 'gmb', 'pinterest', 'tiktok', 'bluesky', 'threads'],
] as const;
const platform = z.enum(PLATFORMS);
const time = z.iso.datetime({ offset: true });
const networkOptions = z.record(z.string(), z.unknown()).optional();

const createBody = z.strictObject({
  post: z.string(),
  platforms: z.union([z.array(platform).min(1), z.tuple([z.literal('all')]), z.literal('all')]),
  mediaUrls: z.array(z.url()).optional(),
  scheduleDate: time.optional(),
  idempotencyKey: z.string().min(1).optional(),
  ...Object.fromEntries(PLATFORMS.map((word) => [`${word}Options`, networkOptions])),
});
const deleteBody = z.strictObject({ id: z.string(), markManualDeleted: z.boolean().optional() });
const updateBody = z.strictObject({
  id: z.string(),
  scheduleDate: time.optional(),
  scheduledPause: z.boolean().optional(),
  approved: z.literal(true).optional(),
});
const retryBody = z.strictObject({ id: z.string() });

const whole = z.string().regex(/^\d+$/).transform(Number);
const several = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const historyQuery = (mostRows: number) =>
  z.strictObject({
    status: z
      .enum(['success', 'error', 'processing', 'pending', 'paused', 'deleted', 'awaiting approval'])
      .optional(),
    lastDays: whole.default(30),
    limit: whole.pipe(z.number().min(1).max(mostRows)).default(25),
    type: z.enum(['immediate', 'scheduled']).optional(),
    platforms: several.optional(),
    startDate: z.union([time, z.iso.date()]).optional(),
    endDate: z.union([time, z.iso.date()]).optional(),
  });

/** A repeated key is answered with what the first request was answered with. */
interface FirstReply {
  readonly status: number;
  readonly body: unknown;
}

export function create(call: Call): Reply {
  const body = call.body(createBody);
  const key = body.idempotencyKey;
  const known = key === undefined ? null : call.desk.remembered(key);
  if (known !== null) {
    const first = known.body as FirstReply;
    if (call.variant('replay') === 'same-body') return { ...first, tookEffect: true };
    throw refuse(409, { ...errorBody('post', 409, 'This idempotency key was used'), id: known.group.id });
  }
  const accounts = accountsOf(call, [body.platforms].flat());
  const timing = timingOf(call, body.scheduleDate, body.post);
  const rows = accounts.map((account) => rowOf(call, account, body));
  const group = call.desk.create({
    text: body.post,
    rows,
    timing,
    extra: {
      refId: freshHex(40),
      type: body.scheduleDate === undefined ? 'now' : 'scheduled',
      heldFor: 'approval',
      mediaUrls: body.mediaUrls ?? [],
    },
  });
  const reply = createdReply(call, group);
  if (key !== undefined) call.desk.remember(key, group, reply);
  return { ...reply, tookEffect: true };
}

/** A failure of one network makes all of it a 400, with what did go out beside it. */
function createdReply(call: Call, group: Group): FirstReply {
  const { id, refId, post, postIds, errors, scheduleDate } = postView(group);
  const status = statusOf(group);
  if (status === 'error') {
    return {
      status: Number(call.variant('failureStatus')),
      body: { status, errors, postIds, id, refId, post },
    };
  }
  const word = status === 'pending' ? call.variant('scheduledWord') : status;
  const about = { status: word, errors, id, refId, post };
  return { status: 200, body: scheduleDate === null ? { ...about, postIds } : { ...about, scheduleDate } };
}

function timingOf(call: Call, scheduleDate: string | undefined, text: string): Timing {
  const at = scheduleDate === undefined ? null : new Date(scheduleDate).toISOString();
  if (at !== null && Date.parse(at) <= call.nowMs) {
    throw refuse(400, errorBody('post', 101, 'scheduleDate is in the past'));
  }
  if (text.includes('#needs-approval')) return { kind: 'held', at };
  return at === null ? { kind: 'at-once' } : { kind: 'at', at };
}

function accountsOf(call: Call, wanted: readonly string[]): Account[] {
  const firsts = new Map<string, Account>();
  for (const account of call.accounts) {
    if (!firsts.has(account.platform)) firsts.set(account.platform, account);
  }
  if (wanted.includes('all')) return [...firsts.values()];
  return [...new Set(wanted)].map((word) => {
    const account = firsts.get(word);
    if (account !== undefined) return account;
    const error = { ...errorBody('post', 156, `${word} is not linked`), platform: word };
    throw refuse(400, { status: 'error', errors: [error], postIds: [], id: null });
  });
}

function rowOf(call: Call, account: Account, body: z.output<typeof createBody>): NewRow {
  const mediaUrls = body.mediaUrls ?? [];
  const twin = call.desk.twin({
    accountId: account.id,
    texts: [body.post],
    mediaUrls,
    withinMs: 2 * DAY_MS,
    counts: ({ phase }) => phase === 'published',
  });
  // What is scheduled is only looked at by the network when it goes out.
  if (twin === null || body.scheduleDate !== undefined) return { account, mediaUrls };
  return { account, mediaUrls, failure: 'fail-content', extra: { isDuplicate: true } };
}

/** More than 25 rows come from a cache of a minute. */
export function history(call: Call): Reply {
  const query = call.query(historyQuery(Number(call.variant('historyLimit'))));
  const build = () => rowsOf(call, query);
  const rows = query.limit > 25 ? call.cached(JSON.stringify(['history', query]), MINUTE_MS, build) : build();
  return { body: call.variant('historyRoot') === 'list' ? rows : { history: rows, count: rows.length } };
}

function rowsOf(call: Call, query: z.output<ReturnType<typeof historyQuery>>): unknown[] {
  const since = query.lastDays === 0 ? -Infinity : call.nowMs - query.lastDays * DAY_MS;
  const from = query.startDate === undefined ? since : Date.parse(query.startDate);
  const to = query.endDate === undefined ? Infinity : Date.parse(query.endDate);
  return call.desk
    .list()
    .filter((group) => {
      const at = Date.parse(group.createdAt);
      const status = statusOf(group);
      return (
        (query.status === undefined ? status !== 'deleted' : status === query.status) &&
        at >= from &&
        at <= to &&
        (query.type === undefined || (group.extra.type === 'scheduled') === (query.type === 'scheduled')) &&
        (query.platforms === undefined || group.rows.some((row) => query.platforms?.includes(row.platform)))
      );
    })
    .slice(0, query.limit)
    .map(postView);
}

/** What waits is not sent; what is out is taken down, where the network lets it. */
export function cancel(call: Call): Reply {
  const { id, markManualDeleted = false } = call.body(deleteBody);
  const group = found(call, id, 'delete');
  const status = statusOf(group);
  if (status === 'processing' || status === 'deleted') {
    throw refuse(400, errorBody('delete', 114, `A post that is ${status} cannot be deleted`));
  }
  const live = group.rows.filter(({ phase }) => phase === 'published');
  const stays = markManualDeleted ? [] : live.filter((row) => ['instagram', 'tiktok'].includes(row.platform));
  const byPlatform = Object.fromEntries(
    group.rows.map((row) => [
      row.platform,
      stays.includes(row)
        ? errorBody('delete', 115, 'The platform does not let posts be deleted')
        : { action: 'delete', status: 'success', id: row.liveId },
    ]),
  );
  if (stays.length > 0) return { status: 400, body: { ...byPlatform, status: 'error' } };
  call.desk.unpublish(group);
  call.desk.cancel(group);
  return { body: { ...byPlatform, status: 'success' } };
}

/** Another time, a pause or its end, or the approval. */
export function update(call: Call): Reply {
  const { id, scheduleDate, scheduledPause, approved } = call.body(updateBody);
  const group = found(call, id, 'update');
  const status = statusOf(group);
  if (!['pending', 'paused', 'awaiting approval'].includes(status)) {
    throw refuse(400, errorBody('update', 116, `A post that is ${status} cannot be updated`));
  }
  const at = scheduleDate === undefined ? group.scheduledAt : new Date(scheduleDate).toISOString();
  if (scheduleDate !== undefined && Date.parse(scheduleDate) <= call.nowMs) {
    throw refuse(400, errorBody('update', 101, 'scheduleDate is in the past'));
  }
  const isHeld = status === 'awaiting approval' ? approved !== true : (scheduledPause ?? status === 'paused');
  if (scheduledPause === true) group.extra.heldFor = 'pause';
  if (isHeld) call.desk.time(group, { kind: 'held', at });
  else call.desk.time(group, at === null ? { kind: 'now' } : { kind: 'at', at });
  return { body: { status: 'success', id, ...(at === null ? {} : { scheduleDate: at }) } };
}

export function retry(call: Call): Reply {
  const group = found(call, call.body(retryBody).id, 'retry');
  if (statusOf(group) !== 'error') throw refuse(400, errorBody('retry', 117, 'Only failed posts'));
  call.desk.retry(group);
  return { body: { status: 'success', id: group.id } };
}

export function found(call: Call, id: string, action: string): Group {
  const group = call.desk.get(id);
  if (group === undefined) throw refuse(404, errorBody(action, 186, 'Post ID not found'));
  return group;
}
