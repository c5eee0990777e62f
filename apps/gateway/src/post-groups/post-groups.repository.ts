import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PostContent } from '@postern/core';
import { DataSource } from 'typeorm';
import { auditInsert } from '../audit/audit-entry';
import { newId } from '../database/ids';
import { prepared } from '../database/prepared';
import { Reads } from '../database/reads';
import { cursorTime, type Cursor } from '../http/pagination';
import { preparedPage } from '../posts/common-filter';
import { type StoredFacts, VISIBLE } from '../media/media-row';
import { holdMedia, holdsAllMedia, useMedia } from '../media/media-use.sql';
import { POST_VIEW_JSON } from '../posts/post-view';
import { manifestOfSql } from '../providers/provider-source';
import { currentTraceParent } from '../tracing/spans';
import type { TargetAccount } from './create-rules';
import { createdEntry } from './group-entries';
import type { GroupDraft } from './group-draft';
import type { PostGroupView, PostGroupViewRow } from './post-group-view';
import { groupFilterSql, type GroupFilter } from './post-group-filter';

/** The record that makes a create repeatable; its key is the caller's. */
export interface IdempotencyRecord {
  method: string;
  path: string;
  key: string;
  bodyHash: Buffer;
}

/** The first answer to an idempotency key. */
export interface RecordedResponse {
  status: number;
  response: unknown;
  sameBody: boolean;
}

/** What `toPostGroupView` reads, of `post_groups g`. */
export const GROUP_COLUMNS = `g.id, g.status, g.version, g.client_reference, g.scheduled_at, g.content, g.metadata,
  g.created_at, g.updated_at,
  (select json_agg(${POST_VIEW_JSON} order by p.position) from posts p where p.group_id = g.id) as posts`;

// Everything that a create writes, in one statement: idempotency record, group, submissions, posts, events, the
// entry of the audit log, uses of media and jobs. Where the key is taken, a connection or a medium was deleted since
// the look, or an account was given equal content before, nothing is written; a transaction that holds the key,
// deletes the connection or the medium or creates an equal group is waited for.
const INSERT = prepared(
  'create_group',
  `
with duplicate as materialized (
  select id from duplicate_posts($1, $13::jsonb, $14::int, null) as found(id) where $13::jsonb is not null
), ${holdMedia('$1', '$15::text[]')}, connected as materialized (
  select status from connections where workspace_id = $1 and id = any($11::text[]) for key share
), usable as materialized (
  select 1 where (select count(*) from connected where status <> 'disabled') = cardinality($11::text[])
    and not exists (select from duplicate) and ${holdsAllMedia('$15::text[]')}
), idempotency as (
  insert into idempotency_records (workspace_id, method, path, key, body_hash, status, response)
  select $1, $6, $7, $8, $9, 201, $10::json from usable where $8::text is not null
  on conflict do nothing returning 1
), free as (
  select 1 from usable where $8::text is null or exists (select from idempotency)
), g as (
  insert into post_groups (id, workspace_id, status, content, metadata, client_reference, scheduled_at,
    max_lateness_seconds, duplicate_window_seconds, created_at, updated_at, trace_context)
  select i.id, $1, i.status, i.content, i.metadata, i.client_reference, i.scheduled_at,
    i.max_lateness_seconds, $14, i.created_at, i.created_at, $16
  from free, jsonb_to_record($2::jsonb) as i(id text, status text, content jsonb, metadata jsonb,
    client_reference text, scheduled_at timestamptz, max_lateness_seconds int, created_at timestamptz)
  returning id, created_at
), ${useMedia('$1', 'g')}, s as (
  insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, scheduled_at,
    latest_at, next_attempt_at, created_at, updated_at)
  select i.id, $1, g.id, i.connection_id, i.provider, 'held', 1, i.scheduled_at, i.latest_at,
    i.next_attempt_at, g.created_at, g.created_at
  from g, jsonb_to_recordset($3::jsonb) as i(id text, connection_id text, provider text,
    scheduled_at timestamptz, latest_at timestamptz, next_attempt_at timestamptz)
  returning id, connection_id, next_attempt_at
), p as (
  insert into posts (id, workspace_id, group_id, position, submission_id, account_id, connection_id, provider,
    platform, handle, content, own_content, options, scheduled_at, status, merge, created_at, updated_at)
  select i.id, $1, g.id, i.position, i.submission_id, i.account_id, i.connection_id, i.provider, i.platform,
    i.handle, i.content, i.own_content, i.options, i.scheduled_at, i.status, i.merge, g.created_at, g.created_at
  from g, jsonb_to_recordset($4::jsonb) as i(id text, position int, submission_id text, account_id text,
    connection_id text, provider text, platform text, handle text, content jsonb, own_content jsonb, options jsonb,
    scheduled_at timestamptz, status text, merge jsonb)
), e as (
  insert into events (id, workspace_id, type, group_id, post_id, data)
  select i.id, $1, i.type, g.id, i.post_id, i.data
  from g, jsonb_to_recordset($5::jsonb) as i(id text, type text, post_id text, data jsonb) order by i.id
), audited as (
  ${auditInsert('$12::jsonb', ', g')}
)
select null::text[] as duplicates, (select count(postern_add_job('submit',
      json_build_object('workspaceId', $1::text, 'connectionId', due.connection_id), due.next_attempt_at))
    from (select distinct connection_id, next_attempt_at from s) due) as jobs
from g
union all
select array_agg(id), 0 from duplicate having count(*) > 0`,
);

const PREPARE = prepared(
  'prepare_group',
  `
select date_trunc('milliseconds', now()) as now,
  (select jsonb_agg(jsonb_build_object('id', a.id, 'connectionId', a.connection_id, 'provider', a.provider,
      'platform', a.platform, 'reference', a.reference, 'data', a.data, 'handle', a.handle,
      'status', a.status, 'scheduling', c.scheduling, 'connectionStatus', c.status,
      'manifest', ${manifestOfSql('c')}))
    from accounts a join connections c on c.id = a.connection_id
    where a.workspace_id = $1 and a.id = any($2::text[])) as accounts,
  (select json_build_object('status', r.status, 'response', r.response, 'sameBody', r.body_hash = $6)
    from idempotency_records r
    where r.workspace_id = $1 and r.method = $3 and r.path = $4 and r.key = $5) as recorded,
  (select jsonb_agg(to_jsonb(m)) from media m
    where m.workspace_id = $1 and m.id = any($7::text[]) and ${VISIBLE}) as media`,
);

const FIND = prepared(
  'find_group',
  `select ${GROUP_COLUMNS} from post_groups g where g.workspace_id = $1 and g.id = $2`,
);

interface PreparedRow {
  now: Date;
  accounts: TargetAccount[] | null;
  recorded: RecordedResponse | null;
  media: (StoredFacts & { id: string })[] | null;
}

export interface Prepared {
  accounts: TargetAccount[];
  now: Date;
  /** The first answer to this idempotency key; `null` where it is new. */
  recorded: RecordedResponse | null;
  /** Those of the media that are there. */
  media: (StoredFacts & { id: string })[];
}

/** `lost`: the idempotency key is taken, or a connection or a medium is gone. Where it is not `written`, nothing is. */
export type Inserted =
  { outcome: 'written' } | { outcome: 'lost' } | { outcome: 'duplicate'; postIds: string[] };

@Injectable()
export class PostGroupsRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reads: Reads,
  ) {}

  /** What a create needs to know, in one round trip: accounts, the database's clock, an earlier answer. */
  async prepare(
    workspaceId: string,
    accountIds: string[],
    mediaIds: string[],
    record: IdempotencyRecord | null,
  ): Promise<Prepared> {
    const [row] = await this.dataSource.query<PreparedRow[]>(PREPARE, [
      workspaceId,
      accountIds,
      record?.method ?? null,
      record?.path ?? null,
      record?.key ?? null,
      record?.bodyHash ?? null,
      mediaIds,
    ]);
    if (row === undefined) throw new Error('A select without from returns one row.');
    return {
      accounts: row.accounts ?? [],
      now: row.now,
      recorded: row.recorded,
      media: row.media ?? [],
    };
  }

  async insert(
    draft: GroupDraft,
    view: PostGroupView,
    idempotency: IdempotencyRecord | null,
  ): Promise<Inserted> {
    const [row] = await this.dataSource.query<{ duplicates: string[] | null }[]>(INSERT, [
      draft.workspaceId,
      JSON.stringify(groupColumns(draft)),
      JSON.stringify(draft.submissions.map(submissionColumns)),
      JSON.stringify(draft.posts.map((post) => postColumns(draft, post))),
      JSON.stringify(createdEvents(draft, view)),
      idempotency?.method ?? null,
      idempotency?.path ?? null,
      idempotency?.key ?? null,
      idempotency?.bodyHash ?? null,
      JSON.stringify(view),
      [...new Set(draft.posts.map((post) => post.account.connectionId))],
      JSON.stringify([createdEntry(draft.workspaceId, view)]),
      draft.duplicateWindowSeconds === null || draft.status === 'draft' ? null : contentsOf(draft),
      draft.duplicateWindowSeconds,
      draft.mediaIds,
      currentTraceParent(),
    ]);
    if (row === undefined) return { outcome: 'lost' };
    return row.duplicates === null
      ? { outcome: 'written' }
      : { outcome: 'duplicate', postIds: row.duplicates };
  }

  /** The posts that have equal content, accepted for the same account within so many seconds. */
  async equalContent(
    workspaceId: string,
    contents: { accountId: string; content: PostContent }[],
    withinSeconds: number,
  ): Promise<{ accountId: string; postId: string }[]> {
    return this.dataSource.query<{ accountId: string; postId: string }[]>(
      `select p.account_id as "accountId", p.id as "postId"
       from duplicate_posts($1, $2::jsonb, $3::int, null) as found(id) join posts p on p.id = found.id
       where p.workspace_id = $1 order by p.id`,
      [workspaceId, JSON.stringify(contents), withinSeconds],
    );
  }

  async find(workspaceId: string, id: string): Promise<PostGroupViewRow | null> {
    const [row] = await this.dataSource.query<PostGroupViewRow[]>(FIND, [workspaceId, id]);
    return row ?? null;
  }

  /** One row more than `limit` where there is a further page. `position` is the row's place in the list. */
  async list(
    workspaceId: string,
    filter: GroupFilter,
    after: Cursor | null,
    limit: number,
  ): Promise<(PostGroupViewRow & { position: string })[]> {
    const { where, order, parameters } = groupFilterSql(workspaceId, filter, after);
    const sql = `select ${GROUP_COLUMNS}, ${cursorTime(order)} as position from post_groups g
       where ${where} order by ${order} desc, g.id desc limit ${limit + 1}`;
    return this.reads.query<PostGroupViewRow & { position: string }>(
      preparedPage('groups', sql, filter, after, limit),
      parameters,
    );
  }
}

function groupColumns(draft: GroupDraft) {
  return {
    id: draft.id,
    status: draft.status,
    content: draft.content,
    metadata: draft.metadata,
    client_reference: draft.clientReference,
    scheduled_at: draft.scheduledAt,
    max_lateness_seconds: draft.maxLatenessSeconds,
    created_at: draft.createdAt,
  };
}

function submissionColumns(submission: GroupDraft['submissions'][number]) {
  return {
    id: submission.id,
    connection_id: submission.connectionId,
    provider: submission.provider,
    scheduled_at: submission.scheduledAt,
    latest_at: submission.latestAt,
    next_attempt_at: submission.nextAttemptAt,
  };
}

function postColumns(draft: GroupDraft, post: GroupDraft['posts'][number]) {
  return {
    id: post.id,
    position: post.position,
    submission_id: post.submissionId,
    account_id: post.account.id,
    connection_id: post.account.connectionId,
    provider: post.account.provider,
    platform: post.account.platform,
    handle: post.account.handle,
    content: post.content,
    own_content: post.ownContent,
    options: post.options,
    scheduled_at: draft.scheduledAt,
    status: post.status,
    merge: post.merge,
  };
}

function contentsOf({ posts }: GroupDraft): string {
  return JSON.stringify(posts.map(({ account, content }) => ({ accountId: account.id, content })));
}

function createdEvents(draft: GroupDraft, view: PostGroupView) {
  const group = {
    id: newId('evt'),
    type: 'post_group.created',
    post_id: null,
    data: { groupId: draft.id, status: view.status },
  };
  const posts = view.posts.map((post) => ({
    id: newId('evt'),
    type: 'post.created',
    post_id: post.id,
    data: {
      postId: post.id,
      groupId: draft.id,
      accountId: post.accountId,
      provider: post.provider,
      platform: post.platform,
      status: post.status,
    },
  }));
  return [group, ...posts];
}
