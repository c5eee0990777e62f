import { z } from 'zod';
import type { Call, Reply } from '../../description';
import type { NewRow, Timing } from '../../desk';
import type { Group } from '../../model';
import { refuse, type Refusal } from '../../refusal';
import { isFile, isUploadId, uploadIdOf } from '../../upload-ids';
import { postView, publishDateOf, stateOf } from './views';

const time = z.iso.datetime({ offset: true });
const image = z.strictObject({ id: z.string(), path: z.string() });
const post = z.strictObject({
  integration: z.strictObject({ id: z.string() }),
  value: z.array(z.strictObject({ content: z.string(), image: z.array(image).optional() })).min(1),
  settings: z.looseObject({ __type: z.string() }),
});
const createBody = z.strictObject({
  type: z.enum(['draft', 'schedule', 'now']),
  date: time,
  shortLink: z.boolean(),
  tags: z.array(z.strictObject({ value: z.string(), label: z.string() })),
  posts: z.array(post).min(1),
});
type CreateBody = z.output<typeof createBody>;
const listQuery = z.strictObject({ startDate: time, endDate: time });
const uploadBody = z.strictObject({ file: z.custom(isFile, 'Required') });

export function listIntegrations({ accounts }: Call): Reply {
  return {
    body: accounts.map(({ id, platform, handle }) => ({
      ...{ id, name: handle, identifier: platform, picture: null, disabled: false, profile: handle },
    })),
  };
}

export function create(call: Call): Reply {
  const body = call.body(createBody);
  const rows = body.posts.map((wanted) => rowOf(call, wanted));
  if (new Set(rows.map(({ account }) => account.id)).size !== rows.length) {
    throw refused(400, ['posts: An integration is named twice']);
  }
  const date = new Date(body.date).toISOString();
  const group = call.desk.create({
    text: rows[0]?.texts?.join('\n') ?? '',
    rows,
    timing: timingOf(call, body.type, date),
    extra: body.type === 'now' ? {} : { date },
  });
  return {
    status: 201,
    body: group.rows.map(({ id, accountId }) => ({ postId: id, integration: accountId })),
  };
}

function rowOf(call: Call, { integration, value, settings }: CreateBody['posts'][number]): NewRow {
  const account = call.accounts.find(({ id }) => id === integration.id);
  if (account === undefined) throw refused(400, [`integration: ${integration.id} was not found`]);
  const { __type: type, ...options } = settings;
  if (type !== account.platform) throw refused(400, [`settings.__type: Must be ${account.platform}`]);
  const images = value.flatMap((part) => part.image ?? []);
  const unknown = images.find(({ id }) => !isUploadId(call.customer, id));
  if (unknown !== undefined) throw refused(400, [`image: ${unknown.id} was not uploaded`]);
  return {
    account,
    texts: value.map(({ content }) => content),
    mediaUrls: images.map(({ path }) => path),
    extra: { isUploadOnly: Object.values(options).includes('UPLOAD') },
  };
}

function timingOf({ nowMs }: Call, type: CreateBody['type'], date: string): Timing {
  switch (type) {
    case 'draft':
      return { kind: 'draft' };
    case 'now':
      return { kind: 'now' };
    case 'schedule':
      return Date.parse(date) <= nowMs ? { kind: 'now' } : { kind: 'at', at: date };
  }
}

/** There is no other way to read a post. */
export function list(call: Call): Reply {
  const { startDate, endDate } = call.query(listQuery);
  const posts = call.desk
    .list()
    .filter((group) => {
      const atMs = Date.parse(publishDateOf(group));
      return atMs >= Date.parse(startDate) && atMs <= Date.parse(endDate);
    })
    .toSorted((one, other) => publishDateOf(one).localeCompare(publishDateOf(other)))
    .flatMap((group) => group.rows.map((row) => postView(group, row)));
  return { body: call.variant('list') === 'root' ? posts : { posts } };
}

/** By the id of one post: the others of its group go with it. */
export function remove(call: Call): Reply {
  const id = call.params.id ?? '';
  return forget(call, id, call.desk.byOtherId(id));
}

export function removeGroup(call: Call): Reply {
  const id = call.params.id ?? '';
  return forget(call, id, call.desk.get(id));
}

function forget(call: Call, id: string, group: Group | undefined): Reply {
  if (group === undefined) throw refuse(500, { statusCode: 500, message: 'Internal server error' });
  if (call.variant('deleteLive') === 'refuse' && hasBegun(group)) {
    throw refused(400, ['A post that is published cannot be deleted']);
  }
  call.desk.remove(group);
  return { body: { id } };
}

function hasBegun({ phase }: Group): boolean {
  return phase === 'queued' || phase === 'publishing' || phase === 'done';
}

/** 400 for a wrong word, for an unknown post and for one that is too far. */
export function toggle(call: Call): Reply {
  const { status } = call.body(z.strictObject({ status: z.enum(['draft', 'schedule']) }));
  const id = call.params.id ?? '';
  const group = call.desk.byOtherId(id);
  if (group === undefined || hasBegun(group)) throw refused(400, ['Post not found']);
  call.desk.time(group, timingOf(call, status, publishDateOf(group)));
  const row = group.rows.find((candidate) => candidate.id === id);
  return { body: { id, state: row === undefined ? null : stateOf(group, row) } };
}

export function upload(call: Call): Reply {
  const { file } = call.body(uploadBody);
  if (!isFile(file)) throw refused(400, ['file: Required']);
  const id = uploadIdOf(call.customer, file);
  return { status: 201, body: { id, name: file.filename, path: call.url(`/uploads/${id}`) } };
}

function refused(statusCode: number, message: readonly string[]): Refusal {
  return refuse(statusCode, { statusCode, message, error: 'Bad Request' });
}

/** Every part of every post, so that a word in any of them counts; the same text once. */
export function textOf(body: unknown): string | null {
  const part = z.looseObject({ content: z.string() });
  const read = z.looseObject({ posts: z.array(z.looseObject({ value: z.array(part) })) }).safeParse(body);
  if (!read.success) return null;
  const texts = read.data.posts.map(({ value }) => value.map(({ content }) => content).join('\n'));
  return [...new Set(texts)].join('\n');
}
