/**
 * Makes thousands of open posts quickly. Handed over by the gateway they would take their write budget's
 * time, more than an hour for 5,000 behind one connection. So the bench calls the gateway's own providers
 * itself, which makes posts at the upstream exactly as the gateway would, and then writes the rows that the
 * gateway would have: copies of one group that the API made, with other ids, times and references.
 */
import { Readable } from 'node:stream';
import type { OpenMedia, PostContent, ReferenceData, SubmitContext } from '@postern/core';
import { newId } from '@postern/gateway/dist/database/ids';
import { PROVIDERS } from '@postern/gateway/dist/providers/provider-list';
import type { Pool } from 'pg';
import { accountOf, type Connection, credentialsOf, PROVIDER_IDS } from '../stack/connections';
import { inParallel } from '../stack/gateway-client';
import type { Stack } from '../stack/stack';
import type { OpenState } from './open-case';
import { plainHttp } from './plain-http';

/** A post of the API that is due too far away to ever move: what the others are copied from. */
interface Template {
  groupId: string;
  platform: string;
  accountReference: string;
  accountData: ReferenceData;
  content: PostContent;
}

/** When the reader asks for them; SQL. */
const NEXT_READ: Record<WantedPosts['state'], string> = {
  waiting: 'now()',
  publishing: 'now()',
  ahead: `i.at - interval '1 minute'`,
  announced: `i.at + interval '1 hour'`,
};

interface MadePost {
  groupId: string;
  submissionId: string;
  postId: string;
  text: string;
  reference: string | null;
  data: ReferenceData;
  at: Date;
}

const DAY_MS = 86_400_000;
const WIDTH = 16;
const ROWS_AT_ONCE = 1_000;

export interface WantedPosts {
  count: number;
  state: OpenState | 'announced';
  /** When each is due, here as there. */
  at: (index: number) => Date;
  /** What all their texts begin with. */
  text: string;
}

/** `announced`: due at times of their own, and not asked for before somebody says that something happened. */
export async function makeOpenPosts(
  stack: Stack,
  connection: Connection,
  wanted: WantedPosts,
): Promise<void> {
  const template = await makeTemplate(stack, connection);
  const made = await inParallel(Array.from({ length: wanted.count }), WIDTH, (_, index) =>
    handOver(connection, template, wanted, index),
  );
  for (let start = 0; start < made.length; start += ROWS_AT_ONCE) {
    await writeRows(stack.db, template, wanted.state, made.slice(start, start + ROWS_AT_ONCE));
  }
}

async function makeTemplate({ db, sandboxUrl }: Stack, connection: Connection): Promise<Template> {
  const groupId = await connection.workspace.client.publish({
    accountId: accountOf(connection),
    text: 'bench template',
    ...(connection.upstream === 'layers' ? { image: `${sandboxUrl}/samples/a.jpg` } : {}),
    scheduledAt: new Date(Date.now() + 300 * DAY_MS),
  });
  const { rows } = await db.query<Template>(
    `select p.group_id as "groupId", p.platform, a.reference as "accountReference", a.data as "accountData", p.content
     from posts p join accounts a on a.id = p.account_id where p.group_id = $1`,
    [groupId],
  );
  if (rows[0] === undefined) throw new Error(`The group ${groupId} has no post.`);
  return rows[0];
}

async function handOver(
  { upstream, tenant }: Connection,
  template: Template,
  { state, at: atOf, text: prefix }: WantedPosts,
  index: number,
): Promise<MadePost> {
  const at = atOf(index);
  const provider = PROVIDERS.find(({ descriptor }) => descriptor.id === PROVIDER_IDS[upstream]);
  if (provider === undefined) throw new Error(`There is no provider for ${upstream}.`);
  const ids = { groupId: newId('pg'), submissionId: newId('sub'), postId: newId('post') };
  const scheduledAt = state === 'publishing' ? null : at.toISOString();
  const text = `${prefix} ${index}${state === 'publishing' ? ' #stuck' : ''}`;
  const { posts } = await provider.submit(contextOf(credentialsOf(upstream, tenant), at), {
    id: ids.submissionId,
    idempotencyKey: `${ids.submissionId}-1-1`,
    scheduledAt,
    targets: [
      {
        postId: ids.postId,
        platform: template.platform,
        accountReference: template.accountReference,
        accountData: template.accountData,
        content: { ...template.content, text },
        options: {},
      },
    ],
    checkpoint: null,
    firstAttemptAt: Date.now(),
  });
  const [answer] = posts;
  if (answer?.outcome !== 'accepted')
    throw new Error(`${upstream} did not accept: ${JSON.stringify(answer)}`);
  return { ...ids, text, reference: answer.reference.id, data: answer.reference.data, at };
}

/** However long it takes to make the posts, they are made before they are due. */
function contextOf(credentials: Record<string, string>, at: Date): SubmitContext {
  const silent = () => undefined;
  return {
    credentials,
    http: plainHttp,
    now: () => Math.min(Date.now(), at.getTime() - 10_000),
    logger: { debug: silent, info: silent, warn: silent },
    media: { open: ({ url }) => fetchImage(url ?? ''), publicUrl: ({ url }) => Promise.resolve(url ?? '') },
    checkpoint: () => Promise.resolve(),
    cancelRequested: () => Promise.resolve(false),
  };
}

async function fetchImage(url: string): Promise<OpenMedia> {
  const response = await fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const stream = Readable.from([bytes]);
  return { stream, contentType: 'image/jpeg', sizeBytes: bytes.length, fileName: 'a.jpg' };
}

async function writeRows(
  db: Pool,
  template: Template,
  state: WantedPosts['state'],
  made: readonly MadePost[],
): Promise<void> {
  const status = state === 'publishing' ? 'publishing' : 'scheduled';
  const nextReadAt = NEXT_READ[state];
  const groups = await writtenColumns(db, 'post_groups');
  const posts = await writtenColumns(db, 'posts');
  await db.query(
    `with t as (
       select g as grp, s as sub, p as post from posts p
       join post_groups g on g.id = p.group_id join submissions s on s.id = p.submission_id where g.id = $1
     ), i as materialized (
       select * from jsonb_to_recordset($2::jsonb)
         as i("groupId" text, "submissionId" text, "postId" text, text text, reference text, data jsonb, at timestamptz)
     ), groups as (
       insert into post_groups (${groups}) select ${groups} from (select (jsonb_populate_record(t.grp,
         jsonb_build_object('id', i."groupId", 'status', $3::text, 'scheduled_at', i.at))).* from t, i) copies
     ), subs as (
       insert into submissions select (jsonb_populate_record(t.sub, jsonb_build_object('id', i."submissionId",
         'group_id', i."groupId", 'state', 'accepted', 'next_attempt_at', null, 'scheduled_at', i.at))).* from t, i
     )
     insert into posts (${posts}) select ${posts} from (select (jsonb_populate_record(t.post,
       jsonb_build_object('id', i."postId",
       'group_id', i."groupId", 'submission_id', i."submissionId", 'status', $3::text, 'scheduled_at', i.at,
       'content', to_jsonb(t.post) -> 'content' || jsonb_build_object('text', i.text), 'provider_reference', i.reference, 'reference_data', i.data, 'next_read_at', ${nextReadAt}))).* from t, i) copies`,
    [template.groupId, JSON.stringify(made), status],
  );
}

/** The columns of a table that are not generated from others. */
async function writtenColumns(db: Pool, table: string): Promise<string> {
  const { rows } = await db.query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.columns ?? '';
}
