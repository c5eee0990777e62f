import { z } from 'zod';
import type { Call, Reply, UploadedFile } from '../../description';
import type { NewRow, Timing } from '../../desk';
import type { Group } from '../../model';
import { refuse, type Refusal } from '../../refusal';
import { isFile, isUploadId, uploadIdOf } from '../../upload-ids';
import {
  extraOf,
  PLATFORMS,
  postView,
  statusOf,
  type Platform,
  type PlatformContent,
  type PostExtra,
} from './views';

/** Sent a moment ago is not the past. */
const TOLERATED_MS = 60_000;
const STATUSES = [
  'DRAFT',
  'SCHEDULED',
  'PROCESSING',
  'POSTED',
  'RETRYING',
  'ERROR',
  'REVIEW',
  'DELETED',
] as const;

const time = z.iso.datetime({ offset: true });
const platformContent = z.strictObject({
  text: z.string().optional(),
  uploadIds: z.array(z.string()).optional(),
  sr: z.string().optional(),
});
const data = z.strictObject(
  Object.fromEntries(PLATFORMS.map((platform) => [platform, platformContent.optional()])) as Record<
    Platform,
    z.ZodOptional<typeof platformContent>
  >,
);
const createBody = z.strictObject({
  teamId: z.string(),
  title: z.string().min(1),
  postDate: time,
  status: z.enum(['DRAFT', 'SCHEDULED']),
  socialAccountTypes: z.array(z.enum(PLATFORMS)).min(1),
  data,
  referenceKey: z.string().optional(),
});
const updateBody = createBody.omit({ teamId: true }).partial();
const count = z.string().regex(/^\d+$/).transform(Number);
const listQuery = z.strictObject({
  teamId: z.string().optional(),
  referenceKey: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  platform: z.enum(PLATFORMS).optional(),
  from: z.union([time, z.iso.date()]).optional(),
  to: z.union([time, z.iso.date()]).optional(),
  q: z.string().optional(),
  order: z.enum(['ASC', 'DESC']).default('DESC'),
  limit: count.pipe(z.number().min(1).max(100)).default(20),
  offset: count.default(0),
});

export function create(call: Call): Reply {
  const body = call.body(createBody);
  if (body.teamId !== call.customer.extra.teamId) throw refused(404, 'Team not found');
  const rows = rowsOf(call, body.socialAccountTypes, body.data);
  const { title, postDate, referenceKey = null, teamId } = body;
  const extra: PostExtra & { teamId: string } = { title, postDate, referenceKey, data: body.data, teamId };
  const group = call.desk.create({
    text: mainTextOf(rows),
    rows,
    timing: timingOf(call, body.status, postDate),
    extra: { ...extra },
  });
  return { status: 201, body: viewOf(call, group) };
}

/** A DRAFT keeps its date and waits for no time. */
function timingOf(call: Call, status: 'DRAFT' | 'SCHEDULED', postDate: string): Timing {
  if (status === 'DRAFT') return { kind: 'draft' };
  const atMs = Date.parse(postDate);
  if (atMs > call.nowMs) return { kind: 'at', at: new Date(atMs).toISOString() };
  if (call.variant('pastDates') === 'refuse' && atMs < call.nowMs - TOLERATED_MS) {
    throw refused(400, ['postDate: Must not be in the past']);
  }
  return { kind: 'now' };
}

/** One row for each type, each with content of its own. */
function rowsOf(
  call: Call,
  types: readonly Platform[],
  contents: Partial<Record<Platform, PlatformContent>>,
): NewRow[] {
  if (new Set(types).size !== types.length) throw refused(400, ['socialAccountTypes: Must be unique']);
  const unused = Object.keys(contents).find((platform) => !types.some((type) => type === platform));
  if (unused !== undefined) throw refused(400, [`data.${unused}: Not one of socialAccountTypes`]);
  return types.map((type) => {
    const content = contents[type];
    const account = call.accounts.find(({ platform }) => platform === type);
    if (account === undefined) throw refused(400, `No ${type} account is connected to this team`);
    if (content === undefined) throw refused(400, [`data.${type}: Required`]);
    if (type === 'REDDIT' ? content.sr === undefined : content.sr !== undefined) {
      throw refused(400, [`data.${type}.sr: ${type === 'REDDIT' ? 'Required' : 'Unknown'}`]);
    }
    const { text = '', uploadIds = [] } = content;
    if (text === '' && uploadIds.length === 0) throw refused(400, [`data.${type}.text: Required`]);
    const missing = uploadIds.find((id) => !isUploadId(call.customer, id));
    if (missing !== undefined) throw refused(404, `Upload ${missing} not found`);
    return { account, texts: [text], mediaUrls: uploadIds };
  });
}

function mainTextOf(rows: readonly NewRow[]): string {
  return rows[0]?.texts?.[0] ?? '';
}

/** Of a DRAFT or SCHEDULED post; what is not named stays. */
export function update(call: Call): Reply {
  const group = find(call);
  const body = call.body(updateBody);
  if (group.phase !== 'draft' && group.phase !== 'scheduled') {
    throw refused(400, `A post in status ${statusOf(group, call.variant('partial'))} cannot be updated`);
  }
  const extra = extraOf(group);
  const types = body.socialAccountTypes ?? group.rows.map(({ platform }) => platform as Platform);
  if (types.join() !== group.rows.map(({ platform }) => platform).join()) {
    throw refused(400, ['socialAccountTypes: Cannot be changed']);
  }
  const status = body.status ?? (group.phase === 'draft' ? 'DRAFT' : 'SCHEDULED');
  const timing = timingOf(call, status, body.postDate ?? extra.postDate);
  if (body.data !== undefined) {
    const rows = rowsOf(call, types, body.data);
    for (const [index, row] of group.rows.entries()) {
      row.texts = [...(rows[index]?.texts ?? row.texts)];
      row.mediaUrls = [...(rows[index]?.mediaUrls ?? row.mediaUrls)];
    }
    group.text = mainTextOf(rows);
    extra.data = body.data;
  }
  extra.title = body.title ?? extra.title;
  extra.postDate = body.postDate ?? extra.postDate;
  extra.referenceKey = body.referenceKey ?? extra.referenceKey;
  if (body.status !== undefined || body.postDate !== undefined) call.desk.time(group, timing);
  else call.desk.updated(group);
  return { body: viewOf(call, group) };
}

export function list(call: Call): Reply {
  const query = call.query(listQuery);
  if (query.teamId !== undefined && query.teamId !== call.customer.extra.teamId) {
    throw refused(404, 'Team not found');
  }
  const since = query.from === undefined ? -Infinity : Date.parse(query.from);
  const until = query.to === undefined ? Infinity : Date.parse(query.to);
  const found = call.desk.list().filter((group) => {
    const { referenceKey, title, postDate } = extraOf(group);
    const status = statusOf(group, call.variant('partial'));
    const atMs = Date.parse(postDate);
    return (
      (query.status === undefined ? status !== 'DELETED' : status === query.status) &&
      (query.referenceKey === undefined || referenceKey === query.referenceKey) &&
      (query.platform === undefined || group.rows.some(({ platform }) => platform === query.platform)) &&
      (query.q === undefined || title.includes(query.q) || group.text.includes(query.q)) &&
      atMs >= since &&
      atMs <= until
    );
  });
  if (query.order === 'ASC') found.reverse();
  const { limit, offset } = query;
  return {
    body: {
      items: found.slice(offset, offset + limit).map((group) => viewOf(call, group)),
      total: found.length,
    },
  };
}

export function remove(call: Call): Reply {
  const group = find(call);
  const status = statusOf(group, call.variant('partial'));
  const isGone = call.variant('deletion') === 'gone';
  if (status === 'DELETED') throw refused(404, 'Post not found');
  const isLive = group.rows.some(({ phase }) => phase === 'published');
  if (group.phase === 'queued' || group.phase === 'publishing' || (isGone && isLive)) {
    throw refused(400, `A post in status ${status} cannot be deleted`);
  }
  call.desk.cancel(group);
  const body = viewOf(call, group);
  if (isGone) call.desk.remove(group);
  return { body };
}

export function retry(call: Call): Reply {
  const group = find(call);
  const status = statusOf(group, call.variant('partial'));
  if (status !== 'ERROR') throw refused(400, `A post in status ${status} cannot be retried`);
  call.desk.retry(group);
  return { body: viewOf(call, group) };
}

const uploadBody = z.strictObject({ teamId: z.string(), file: z.custom<UploadedFile>(isFile, 'Required') });

export function team({ params, customer, accounts }: Call): Reply {
  const { teamId } = customer.extra;
  if (params.id !== teamId) throw refused(404, 'Team not found');
  const socialAccounts = accounts.map(({ id, platform, handle }) => ({
    ...{ id, type: platform, username: handle, displayName: handle },
  }));
  return { body: { id: teamId, name: 'Acme', socialAccounts } };
}

export function upload(call: Call): Reply {
  const { teamId, file } = call.body(uploadBody);
  if (teamId !== call.customer.extra.teamId) throw refused(404, 'Team not found');
  const id = uploadIdOf(call.customer, file);
  return {
    status: 201,
    body: { id, teamId, mime: file.contentType, fileSize: file.sizeBytes, createdAt: call.now },
  };
}

export function find(call: Call): Group {
  const group = call.desk.get(call.params.id ?? '');
  if (group === undefined) throw refused(404, 'Post not found');
  return group;
}

function viewOf(call: Call, group: Group): Record<string, unknown> {
  return postView(group, call.variant('partial'));
}

const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 404: 'Not Found' };

export function refused(statusCode: number, message: string | readonly string[]): Refusal {
  return refuse(statusCode, { statusCode, error: REASONS[statusCode], message });
}

/** The different texts of all platforms, so that a word in any of them counts. */
export function textOf(body: unknown): string | null {
  const read = z.looseObject({ data: z.record(z.string(), z.unknown()) }).safeParse(body);
  if (!read.success) return null;
  const texts = Object.values(read.data.data).flatMap(
    (content) => z.object({ text: z.string() }).safeParse(content).data?.text ?? [],
  );
  return [...new Set(texts)].join('\n');
}
