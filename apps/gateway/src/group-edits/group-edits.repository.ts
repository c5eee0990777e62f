import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { newMergedPost, type PostStatus } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import { dropUnusedMedia, holdMedia, holdsAllMedia, useMedia } from '../media/media-use.sql';
import type { ContentDto } from '../post-groups/create-post-group.dto';
import { toPostGroupView, type PostGroupViewRow } from '../post-groups/post-group-view';
import { GROUP_COLUMNS } from '../post-groups/post-groups.repository';
import type { EditableGroup, EditablePost } from './editable-group';
import { differingContent, type AddedPost, type GroupColumns, type GroupEdit } from './group-edit';

const READ = `
select ${GROUP_COLUMNS}, g.workspace_id, g.max_lateness_seconds, g.duplicate_window_seconds,
  (select jsonb_agg(jsonb_build_object('id', p.id, 'accountId', p.account_id, 'status', p.status,
      'content', p.content, 'ownContent', p.own_content, 'options', p.options,
      'scheduledAt', p.scheduled_at, 'latestAt', s.latest_at,
      'doubt', case
        when p.provider_reference is not null or p.reference_data <> '{}' then 'upstream'
        when s.state <> 'held' or s.lease_until > clock_timestamp() then 'claimed'
        when p.cancel_requested_at is not null or exists (select from post_commands m
          where m.post_id = p.id and m.state = 'pending' and not m.internal) then 'commanded'
      end) order by p.position)
    from posts p left join submissions s on s.id = p.submission_id where p.group_id = g.id) as editable
from post_groups g where g.workspace_id = $1 and g.id = $2`;

type StoredPost = Omit<EditablePost, 'ownContent' | 'scheduledAt' | 'latestAt'> & {
  ownContent: ContentDto | null;
  scheduledAt: string | null;
  latestAt: string | null;
};

interface ReadRow extends PostGroupViewRow {
  workspace_id: string;
  max_lateness_seconds: number;
  duplicate_window_seconds: number | null;
  editable: StoredPost[];
}

const INSERT_POSTS = `
insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform, handle,
  content, own_content, options, scheduled_at, status, merge, created_at, updated_at)
select i.id, $1, $2, i.position, i.account_id, i.connection_id, i.provider, i.platform, i.handle, i.content,
  i.own_content, i.options, i.scheduled_at, $4, $5, now(), now()
from jsonb_to_recordset($3::jsonb) as i(id text, position int, account_id text, connection_id text,
  provider text, platform text, handle text, content jsonb, own_content jsonb, options jsonb,
  scheduled_at timestamptz)`;

// Posts that the edit does not name come after those that it does, in the order in which they were.
const UPDATE_POSTS = `
with kept as (
  select * from jsonb_to_recordset($2::jsonb) as i(id text, position int, content jsonb, "ownContent" jsonb,
    options jsonb)
), placed as (
  select p.id, k.position, k.content, k."ownContent", k.options from posts p join kept k on k.id = p.id
  where p.group_id = $1
  union all
  select p.id, $3::int + row_number() over (order by p.position)::int, p.content, p.own_content, p.options
  from posts p where p.group_id = $1 and p.id not in (select id from kept) and p.id <> all($4::text[])
)
update posts p set position = i.position, content = i.content, own_content = i."ownContent", options = i.options
from placed i where i.id = p.id`;

// What the group names no more, it does not need.
const USE_MEDIA = `
with ${holdMedia('$1', '$3::text[]')}, g as (
  select $2::text as id where ${holdsAllMedia('$3::text[]')}
), ${useMedia('$1', 'g')}, ${dropUnusedMedia('g')}
select id from g`;

/** The statements of edits; all but the first run in the edit's transaction, with the group locked. */
@Injectable()
export class GroupEditsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async read(
    workspaceId: string,
    id: string,
    db: DataSource | EntityManager = this.dataSource,
  ): Promise<EditableGroup | null> {
    const [row] = await db.query<ReadRow[]>(READ, [workspaceId, id]);
    return row === undefined ? null : toEditableGroup(row);
  }

  /** Keeps connections from being deleted until the transaction ends. @returns false where one is gone already */
  async holdConnections(em: EntityManager, ids: readonly string[]): Promise<boolean> {
    const rows = await em.query<{ status: string }[]>(
      'select status from connections where id = any($1::text[]) order by id for key share',
      [ids],
    );
    return rows.length === ids.length && rows.every(({ status }) => status !== 'disabled');
  }

  /** Writes which media the group needs now. @returns false where one of them is gone, or has expired */
  async useMedia(em: EntityManager, group: EditableGroup, mediaIds: readonly string[]): Promise<boolean> {
    const rows = await em.query<unknown[]>(USE_MEDIA, [group.workspaceId, group.id, mediaIds]);
    return rows.length > 0;
  }

  /** Posts of other groups that an account was given with equal content before; locks against equal creates. */
  async duplicates(
    em: EntityManager,
    group: EditableGroup,
    contents: readonly { accountId: string; content: object }[],
  ): Promise<string[]> {
    const rows = await em.query<{ id: string }[]>(
      'select id from duplicate_posts($1, $2, $3, $4) as found(id)',
      [group.workspaceId, JSON.stringify(contents), group.duplicateWindowSeconds, group.id],
    );
    return rows.map(({ id }) => id);
  }

  async writeGroup(em: EntityManager, id: string, columns: GroupColumns): Promise<void> {
    await em.query(
      `update post_groups set content = $2, metadata = $3, client_reference = $4, scheduled_at = $5,
         max_lateness_seconds = $6, updated_at = clock_timestamp() where id = $1`,
      [
        id,
        JSON.stringify(columns.content),
        JSON.stringify(columns.metadata),
        columns.clientReference,
        columns.scheduledAt,
        columns.maxLatenessSeconds,
      ],
    );
  }

  /** For what no post's change raises it: every change of a post does. */
  async raiseVersion(em: EntityManager, id: string): Promise<void> {
    await em.query(
      'update post_groups set version = version + 1, updated_at = clock_timestamp() where id = $1',
      [id],
    );
  }

  /** Contents and order; new posts show `status`, and are in no submission yet. */
  async writePosts(
    em: EntityManager,
    group: EditableGroup,
    { kept, added }: GroupEdit,
    status: PostStatus,
  ): Promise<void> {
    if (added.length > 0) {
      await em.query(INSERT_POSTS, [
        group.workspaceId,
        group.id,
        JSON.stringify(added.map(addedColumns)),
        status,
        JSON.stringify(newMergedPost(status).merge),
      ]);
    }
    await em.query(UPDATE_POSTS, [
      group.id,
      JSON.stringify(kept),
      kept.length + added.length,
      added.map(({ id }) => id),
    ]);
  }

  /** From now on it counts as accepted: it was a draft until now. */
  async accept(em: EntityManager, groupId: string, postIds: readonly string[]): Promise<void> {
    await em.query(
      `with g as (update post_groups set accepted_at = now() where id = $1)
       update posts set accepted_at = now() where id = any($2::text[])`,
      [groupId, postIds],
    );
  }

  async audit(em: EntityManager, entry: AuditRow): Promise<void> {
    await em.query(AUDIT_INSERT, [JSON.stringify([entry])]);
  }
}

function addedColumns(post: AddedPost) {
  const { id, position, account, content, ownContent, options, scheduledAt } = post;
  return {
    id,
    position,
    account_id: account.id,
    connection_id: account.connectionId,
    provider: account.provider,
    platform: account.platform,
    handle: account.handle,
    content,
    own_content: ownContent,
    options,
    scheduled_at: scheduledAt,
  };
}

function toEditableGroup(row: ReadRow): EditableGroup {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    view: toPostGroupView(row),
    content: row.content,
    metadata: row.metadata,
    clientReference: row.client_reference,
    scheduledAt: timeOf(row.scheduled_at),
    maxLatenessSeconds: row.max_lateness_seconds,
    duplicateWindowSeconds: row.duplicate_window_seconds,
    posts: row.editable.map((post) => ({
      ...post,
      ownContent: post.ownContent ?? differingContent(post.content, row.content),
      scheduledAt: timeOf(post.scheduledAt),
      latestAt: timeOf(post.latestAt),
    })),
  };
}

function timeOf(time: string | Date | null): Date | null {
  return time === null ? null : new Date(time);
}
