import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Call, Reply } from '../../description';
import type { Timing } from '../../desk';
import { freshDigits } from '../../ids';
import type { Group } from '../../model';
import { refuse, type Refusal } from '../../refusal';
import { pageOf } from './paging';
import { itemView, scheduleView, statusOf, storedOf, submissionView, type Stored } from './views';

const WEEK_MS = 7 * 86_400_000;
const time = z.iso.datetime({ offset: true });
const part = { text: z.string(), mediaUrls: z.array(z.url()) };
const createBody = z.strictObject({
  post: z.strictObject({
    accountId: z.string(),
    content: z.strictObject({
      ...part,
      platform: z.string(),
      additionalPosts: z.array(z.strictObject(part)).optional(),
    }),
    target: z.looseObject({ targetType: z.string() }),
    // It belongs to the root: here nobody reads it, and the post goes out at once.
    scheduledTime: z.unknown().optional(),
  }),
  scheduledTime: time.optional(),
});

export function create(call: Call): Reply {
  const { post, scheduledTime } = call.body(createBody);
  const { accountId, content, target } = post;
  const account = call.accounts.find(({ id }) => id === accountId);
  if (account === undefined) throw invalid(`post.accountId: Account ${accountId} was not found`);
  if (target.targetType !== content.platform) {
    throw invalid('post.target.targetType: Must be the same as post.content.platform');
  }
  if (account.platform !== content.platform) {
    throw invalid(`post.content.platform: Account ${accountId} is one of ${account.platform}`);
  }
  const parts = [content, ...(content.additionalPosts ?? [])];
  const extra: Stored = {
    scheduleId: freshDigits(8),
    publishedId: freshDigits(9),
    failedId: freshDigits(7),
    target,
  };
  const group = call.desk.create({
    id: randomUUID(),
    text: content.text,
    rows: [
      {
        account,
        texts: parts.map(({ text }) => text),
        mediaUrls: parts.flatMap(({ mediaUrls }) => mediaUrls),
      },
    ],
    timing: timingOf(call, scheduledTime),
    extra: { ...extra },
  });
  call.desk.alias(group, extra.scheduleId);
  return { status: 201, body: { postSubmissionId: group.id } };
}

function timingOf(call: Call, scheduledTime: string | undefined): Timing {
  if (scheduledTime === undefined) return { kind: 'now' };
  const at = new Date(scheduledTime);
  if (at.getTime() > call.nowMs) return { kind: 'at', at: at.toISOString() };
  if (call.variant('pastTimes') === 'refuse') throw invalid('scheduledTime: Must be in the future');
  return { kind: 'now' };
}

export function get(call: Call): Reply {
  const group = call.desk.get(call.params.id ?? '');
  if (group === undefined) throw refuse(404, { message: 'Post not found' });
  return { body: submissionView(group) };
}

const whole = z.string().regex(/^\d+$/).transform(Number);
const limit = (most: number) => whole.pipe(z.number().min(1).max(most)).default(50);
const status = z.enum(['scheduled', 'published', 'failed']);
const listQuery = z.strictObject({
  since: time.optional(),
  until: time.optional(),
  limit: limit(250),
  cursor: z.string().optional(),
  status: z.union([status, z.array(status)]).optional(),
});

/** Of a week before and after now, unless the caller says otherwise; the latest first. */
export function list(call: Call): Reply {
  const query = call.query(listQuery);
  const sinceMs = query.since === undefined ? call.nowMs - WEEK_MS : Date.parse(query.since);
  const untilMs = query.until === undefined ? call.nowMs + WEEK_MS : Date.parse(query.until);
  const wanted = query.status === undefined ? null : [query.status].flat();
  const items = call.desk
    .list()
    .filter((group) => wanted === null || wanted.some((word) => word === statusOf(group)))
    .flatMap((group) => itemView(group) ?? [])
    .filter(({ at }) => Date.parse(at) >= sinceMs && Date.parse(at) <= untilMs)
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .map(({ at: _at, ...item }) => item);
  return { body: pageOf(items, query) };
}

const pageQuery = z.strictObject({ limit: limit(250), cursor: z.string().optional() });

/** What lies ahead, the earliest first. */
export function listSchedules(call: Call): Reply {
  const query = call.query(pageQuery);
  const ahead = call.desk
    .list()
    .filter(({ phase }) => phase === 'scheduled')
    .toSorted((one, other) => (one.scheduledAt ?? '').localeCompare(other.scheduledAt ?? ''));
  return { body: { ...pageOf(ahead.map(scheduleView), query), count: String(ahead.length) } };
}

/** By its schedule id, and only while it lies ahead. */
function scheduled(call: Call): Group {
  const id = call.params.id ?? '';
  const group = call.desk.byOtherId(id);
  if (group?.phase !== 'scheduled' || storedOf(group).scheduleId !== id) {
    throw refuse(404, { message: 'Schedule not found' });
  }
  return group;
}

export function getSchedule(call: Call): Reply {
  return { body: scheduleView(scheduled(call)) };
}

export function moveSchedule(call: Call): Reply {
  const { patch } = call.body(z.strictObject({ patch: z.strictObject({ scheduledTime: time }) }));
  const group = scheduled(call);
  const at = new Date(patch.scheduledTime);
  if (at.getTime() <= call.nowMs) throw invalid('patch.scheduledTime: Must be in the future');
  call.desk.time(group, { kind: 'at', at: at.toISOString() });
  return done(call, scheduleView(group));
}

export function removeSchedule(call: Call): Reply {
  const group = scheduled(call);
  call.desk.remove(group);
  return done(call, { id: storedOf(group).scheduleId });
}

function done(call: Call, body: unknown): Reply {
  return call.variant('changes') === 'empty' ? { status: 204, body: undefined } : { body };
}

export function accounts(call: Call): Reply {
  const { cursor } = call.query(z.strictObject({ cursor: z.string().optional() }));
  const items = call.accounts.map(({ id, platform, handle }) => ({
    ...{ id, platform, fullname: handle, username: handle },
  }));
  const most = call.variant('accounts') === 'pages' ? 3 : items.length;
  return { body: pageOf(items, { limit: most, cursor }) };
}

function invalid(message: string): Refusal {
  return refuse(422, { message });
}
