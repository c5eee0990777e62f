import { createHash } from 'node:crypto';
import { newId } from '@postern/gateway/dist/database/ids';
import type { Pool } from 'pg';
import { INSERT, PREPARE } from './floor-sql';
import { groupView } from './floor-views';

export interface Caller {
  id: string;
  workspaceId: string;
}

interface Content {
  text?: string;
}

export interface CreateBody {
  content: Content;
  targets: { accountId: string; content?: Content; options?: object }[];
  scheduledAt: string;
  clientReference?: string;
  metadata?: object;
}

interface Account {
  id: string;
  connectionId: string;
  provider: string;
  platform: string;
  handle: string | null;
  status: string;
}

interface Prepared {
  now: Date;
  accounts: Account[] | null;
  recorded: { response: unknown; sameBody: boolean } | null;
}

export interface Answer {
  status: number;
  body: unknown;
}

/** What a gateway that keeps no rules of providers looks at. */
export const CREATE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['content', 'targets', 'scheduledAt'],
  properties: {
    content: contentSchema(),
    targets: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['accountId'],
        properties: {
          accountId: { type: 'string', minLength: 1, maxLength: 64 },
          content: contentSchema(),
          options: { type: 'object' },
        },
      },
    },
    scheduledAt: { type: 'string', format: 'date-time' },
    clientReference: { type: 'string', maxLength: 255 },
    metadata: { type: 'object' },
  },
};

/** The longest text that each platform takes. */
const LONGEST: Record<string, number> = { x: 280, threads: 500, linkedin: 3_000, facebook: 63_206 };

const NO_CONTENT = { text: null, media: [], thread: [], firstComment: null };

export async function create(db: Pool, caller: Caller, body: CreateBody, key: string): Promise<Answer> {
  const hash = createHash('sha256').update(JSON.stringify(body)).digest();
  const ids = body.targets.map(({ accountId }) => accountId);
  const { rows } = await db.query<Prepared>({
    ...{ name: 'prepare', text: PREPARE },
    values: [caller.workspaceId, ids, key, hash],
  });
  const [prepared] = rows;
  if (prepared === undefined) throw new Error('A select without from returns one row.');
  if (prepared.recorded !== null) {
    return prepared.recorded.sameBody
      ? { status: 201, body: prepared.recorded.response }
      : { status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } };
  }
  const targets = body.targets.flatMap((target) => {
    const account = prepared.accounts?.find(({ id }) => id === target.accountId);
    return account?.status === 'connected' ? [{ ...target, account }] : [];
  });
  const tooLong = ({ account, content }: (typeof targets)[number]) =>
    (content?.text ?? body.content.text ?? '').length > (LONGEST[account.platform] ?? 5_000);
  if (targets.length < ids.length || targets.some(tooLong))
    return { status: 422, body: { code: 'VALIDATION' } };
  const rowsOf = draft(body, targets, prepared.now);
  const { rowCount } = await db.query({
    ...{ name: 'insert', text: INSERT },
    values: [
      caller.workspaceId,
      JSON.stringify(rowsOf.group),
      JSON.stringify(rowsOf.submissions),
      JSON.stringify(rowsOf.posts),
      JSON.stringify(rowsOf.events),
      key,
      hash,
      JSON.stringify(rowsOf.view),
      newId('aud'),
      caller.id,
      newId('aud'),
      JSON.stringify(rowsOf.audited),
    ],
  });
  return rowCount === 1
    ? { status: 201, body: rowsOf.view }
    : { status: 409, body: { code: 'IDEMPOTENCY_IN_FLIGHT' } };
}

function draft(
  body: CreateBody,
  targets: (CreateBody['targets'][number] & { account: Account })[],
  now: Date,
) {
  const group = {
    id: newId('pg'),
    content: { ...NO_CONTENT, ...body.content },
    metadata: body.metadata ?? {},
    client_reference: body.clientReference ?? null,
    scheduled_at: body.scheduledAt,
    created_at: now.toISOString(),
  };
  const submissions = targets.map(({ account }) => ({
    id: newId('sub'),
    connection_id: account.connectionId,
    provider: account.provider,
  }));
  const posts = targets.map(({ account, content, options }, position) => ({
    id: newId('post'),
    position,
    submission_id: submissions[position]?.id,
    account_id: account.id,
    connection_id: account.connectionId,
    provider: account.provider,
    platform: account.platform,
    handle: account.handle,
    content: { ...group.content, ...content },
    own_content: content ?? {},
    options: options ?? {},
    merge: MERGE,
  }));
  const view = groupView({
    ...{ ...group, status: 'scheduled', version: 1, updated_at: now },
    posts: posts.map((post) => ({
      ...NEW_POST,
      ...post,
      group_id: group.id,
      scheduled_at: group.scheduled_at,
      created_at: now,
      updated_at: now,
    })),
  });
  const { posts: shown, ...rest } = view;
  const audited = {
    ...rest,
    posts: shown.map(({ id, accountId, platform, status, scheduledAt }) => ({
      id,
      accountId,
      platform,
      status,
      scheduledAt,
    })),
  };
  const created = { groupId: group.id, status: 'scheduled' };
  const events = [
    { id: newId('evt'), type: 'post_group.created', post_id: null, data: created as object },
    ...posts.map(({ id, account_id: accountId, provider, platform }) => ({
      id: newId('evt'),
      type: 'post.created',
      post_id: id,
      data: { postId: id, accountId, provider, platform, ...created },
    })),
  ];
  return { group, submissions, posts, events, view, audited };
}

/** That nothing was heard of the post, as the gateway keeps it. */
const MERGE = { keys: {}, errors: {}, accepted: false, earlierSuccess: false };

const NEW_POST = {
  ...{ status: 'scheduled', upstream_status: null, provider_reference: null, platform_post_id: null },
  ...{
    platform_post_url: null,
    attempted_at: null,
    published_at: null,
    canceled_at: null,
    canceled_by: null,
  },
  ...{ cancel_reason: null, parts: null, attempts: 0, error: null },
};

function contentSchema() {
  return {
    type: 'object',
    additionalProperties: false,
    properties: { text: { type: 'string', maxLength: 100_000 } },
  };
}
