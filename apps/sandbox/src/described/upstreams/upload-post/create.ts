import { z } from 'zod';
import type { Call, Reply, Route, UploadedFile } from '../../description';
import type { NewRow, Timing } from '../../desk';
import { freshHex } from '../../ids';
import type { Group } from '../../model';
import { refuse } from '../../refusal';
import { isFile } from '../../upload-ids';
import { momentOf, scheduledDate, timeZone } from './times';
import { extraOf, resultsView, type Kind, type UploadExtra } from './views';

const DAY_MS = 86_400_000;
const SLOT_MS = 3_600_000;

export const KINDS: readonly Kind[] = ['text', 'video', 'photos', 'document'];

export const PLATFORMS = [
  ...(['x', 'linkedin', 'instagram', 'tiktok', 'youtube', 'facebook'] as const),
  ...(['threads', 'pinterest', 'reddit', 'bluesky'] as const),
] as const;

const PATHS: Readonly<Record<Kind, string>> = {
  text: '/upload_text',
  video: '/upload',
  photos: '/upload_photos',
  document: '/upload_document',
};

const oneOrMany = <S extends z.ZodType>(item: S) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).min(1),
  );
/** Forms know no booleans. */
const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])
  .default(false);
/** A file, or the address of one. */
const media = z.union([z.url(), z.custom<UploadedFile>(isFile, 'Must be a file or an address')]);
const titles = Object.fromEntries(
  PLATFORMS.map((platform) => [`${platform}_title`, z.string().optional()]),
) as Record<`${(typeof PLATFORMS)[number]}_title`, z.ZodOptional<z.ZodString>>;

const common = {
  user: z.string(),
  'platform[]': oneOrMany(z.enum(PLATFORMS)),
  title: z.string().min(1),
  ...titles,
  scheduled_date: scheduledDate.optional(),
  timezone: timeZone.default('UTC'),
  add_to_queue: flag,
  async_upload: flag,
  request_id: z.string().min(1).optional(),
  retry_request_id: z.string().min(1).optional(),
};
const schemas = {
  text: z.preprocess(asForm, z.strictObject(common)),
  video: z.strictObject({ ...common, video: media }),
  photos: z.strictObject({ ...common, 'photos[]': oneOrMany(media) }),
  document: z.strictObject({ ...common, document: media }),
};
/** What any of them takes. */
type CreateBody = z.output<typeof schemas.text> & {
  readonly video?: Media;
  readonly 'photos[]'?: Media[];
  readonly document?: Media;
};
type Media = z.output<typeof media>;

/** The endpoint for one kind of content. */
export function createBy(kind: Kind): Route {
  return {
    operation: `create-${kind}`,
    method: 'POST',
    path: PATHS[kind],
    bodies: kind === 'text' ? ['json', 'form', 'multipart'] : ['multipart'],
    text: textOf,
    handle: (call) => create(call, kind),
  };
}

function create(call: Call, kind: Kind): Reply {
  const key = call.headers['idempotency-key'];
  const known = typeof key === 'string' ? call.desk.remembered(key, DAY_MS) : null;
  if (known !== null) return answerOf(call, known.group);
  const body: CreateBody = call.body<z.ZodType<CreateBody>>(schemas[kind]);
  if (body.retry_request_id !== undefined) return retry(call, body.retry_request_id);
  const rows = rowsOf(call, body);
  const timing = timingOf(call, body);
  const header = call.headers['x-request-id'];
  const chosen = body.request_id ?? (typeof header === 'string' && header !== '' ? header : undefined);
  const extra: UploadExtra = {
    user: body.user,
    kind,
    requestId: chosen ?? `req_${freshHex(24)}`,
    isRequestIdChosen: chosen !== undefined,
    isJob: timing.kind === 'at',
    isAsync: body.async_upload,
  };
  const group = call.desk.create({ text: body.title, rows, timing, extra: { ...extra } });
  // The bare one is what fault rules know of the post; the other cannot be another customer's.
  call.desk.alias(group, extra.requestId);
  call.desk.alias(group, scopedId(call, extra.requestId));
  if (typeof key === 'string') call.desk.remember(key, group);
  return answerOf(call, group);
}

/** The id of a request, which callers choose, as it is kept. */
export function scopedId({ customer }: Call, requestId: string): string {
  return `${customer.number}/${requestId}`;
}

function answerOf(call: Call, group: Group): Reply {
  const { isJob, isAsync, requestId, isRequestIdChosen } = extraOf(group);
  if (isJob)
    return { status: 202, body: { success: true, job_id: group.id, scheduled_date: group.scheduledAt } };
  if (isAsync || group.phase !== 'done') return { body: { success: true, request_id: requestId } };
  return {
    body: {
      success: true,
      results: resultsView(group, call.variant('results')),
      ...(isRequestIdChosen ? { request_id: requestId } : {}),
    },
  };
}

/** Only the platforms that failed. */
function retry(call: Call, requestId: string): Reply {
  const group = call.desk.byOtherId(scopedId(call, requestId));
  if (group === undefined) throw refuse(404, { success: false, error: 'Request not found' });
  if (group.phase !== 'done') throw refuse(400, { success: false, message: 'The upload is not finished' });
  call.desk.retry(group);
  return { body: { success: true, request_id: requestId } };
}

function rowsOf(call: Call, body: CreateBody): NewRow[] {
  const { user, title } = body;
  const platforms = body['platform[]'];
  if (!call.accounts.some(({ id }) => id.startsWith(`${user}/`))) {
    throw refuse(404, { success: false, message: `The profile ${user} was not found` });
  }
  const astray = PLATFORMS.find((name) => body[`${name}_title`] !== undefined && !platforms.includes(name));
  if (astray !== undefined) throw refuse(400, { error: `${astray}_title: not posted to ${astray}` });
  if (new Set(platforms).size !== platforms.length)
    throw refuse(400, { error: 'platform[]: must be unique' });
  const sent = [body.video ?? [], body['photos[]'] ?? [], body.document ?? []].flat();
  const mediaUrls = sent.map((item) => (typeof item === 'string' ? item : item.filename));
  return platforms.map((platform) => {
    const account = call.accounts.find(({ id }) => id === `${user}/${platform}`);
    if (account === undefined) {
      throw refuse(400, { error: 'Platform not connected', details: `${user} has no ${platform} account` });
    }
    return { account, texts: [body[`${platform}_title`] ?? title], mediaUrls };
  });
}

function timingOf(call: Call, body: CreateBody): Timing {
  const { scheduled_date: date, timezone, add_to_queue: isQueued, async_upload: isAsync } = body;
  if (isQueued && date !== undefined) {
    throw refuse(400, { error: 'add_to_queue and scheduled_date exclude each other' });
  }
  if (isQueued) return { kind: 'at', at: new Date(call.nowMs + SLOT_MS).toISOString() };
  if (date !== undefined) {
    const at = comingTime(call, date, timezone);
    if (at !== null) return { kind: 'at', at };
  }
  return { kind: isAsync ? 'now' : 'at-once' };
}

/** null = it has passed, and that means now. Throws where that is refused. */
export function comingTime(call: Call, date: string, zone: string): string | null {
  const atMs = momentOf(date, zone);
  if (atMs > call.nowMs) return new Date(atMs).toISOString();
  if (call.variant('pastDates') === 'publish') return null;
  throw refuse(400, { success: false, message: 'scheduled_date must be in the future' });
}

/** JSON may leave out the brackets, but is a list in either spelling. */
function asForm(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('platform' in body) || 'platform[]' in body) return body;
  const { platform, ...rest } = body;
  return Array.isArray(platform) ? { ...rest, 'platform[]': platform } : body;
}

/** All titles, so that a word in any of them counts. */
function textOf(body: unknown): string | null {
  const read = z.record(z.string(), z.unknown()).safeParse(body);
  if (!read.success) return null;
  const texts = Object.entries(read.data).flatMap(([name, value]) =>
    typeof value === 'string' && /^(\w+_)?title$/.test(name) ? value : [],
  );
  return texts.length === 0 ? null : [...new Set(texts)].join('\n');
}
