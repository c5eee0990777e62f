import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What edits, duplicate windows, lists and timelines need beside what is there. Adds only. */
export class Editing1760000000010 implements MigrationInterface {
  readonly name = 'Editing1760000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(LISTS);
    await runner.query(DUPLICATES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function duplicate_posts(text, jsonb, integer, text);
      drop index posts_by_due, posts_by_connection, posts_by_error, posts_by_content, post_groups_by_due,
        post_groups_by_status;
      alter table post_groups drop column due_at, drop column accepted_at,
        drop column duplicate_window_seconds;
      alter table posts drop column due_at, drop column own_content, drop column accepted_at, drop column error_code,
        drop column content_hash;
      alter table attempts drop column post_ids;`);
  }
}

// `due_at`, `error_code` and `content_hash` are columns rather than expressions in an index: of an expression
// Postgres cannot know that it tells nothing of another workspace's rows, and would not use the index under row
// security.
const COLUMNS = `
alter table post_groups
  -- When a draft was sent; null = it is a draft, or was none from the beginning.
  add column accepted_at timestamptz,
  -- Equal content to the same account within so long is refused, also when the draft is sent; null = it is not.
  add column duplicate_window_seconds integer,
  -- By which lists are sorted.
  add column due_at timestamptz generated always as (coalesce(scheduled_at, accepted_at, created_at)) stored;
alter table posts
  -- What the target brought of its own, as its caller wrote it; null = not known: whatever differs from the group.
  add column own_content jsonb,
  add column accepted_at timestamptz,
  add column due_at timestamptz generated always as (coalesce(scheduled_at, accepted_at, created_at)) stored,
  add column error_code text collate "C" generated always as (error ->> 'code') stored,
  -- jsonb has one text for equal values.
  add column content_hash uuid generated always as (md5(content::text)::uuid) stored;
alter table attempts
  -- Whom it tried to hand over; null = it has not ended, or its worker died: then the posts of the submission.
  add column post_ids text[];
`;

const LISTS = `
create index posts_by_due on posts (workspace_id, due_at desc, id desc);
create index posts_by_connection on posts (connection_id, created_at desc, id desc);
create index posts_by_error on posts (workspace_id, error_code, created_at desc, id desc)
  where error_code is not null;
create index posts_by_content on posts (account_id, content_hash);
create index post_groups_by_due on post_groups (workspace_id, due_at desc, id desc);
create index post_groups_by_status on post_groups (workspace_id, status, created_at desc, id desc);
`;

// A statement sees the rows that were there when it began, whatever it waits for afterwards; a function sees at
// each of its own statements what is there by then. So of two equal creates the later one, having waited for the
// lock, sees the earlier one's posts. Locks in one order, so that two callers cannot wait for each other.
const DUPLICATES = `
create function duplicate_posts(in_workspace text, contents jsonb, within_seconds integer, except_group text)
returns setof text language plpgsql volatile as $$
declare
  lock_key bigint;
begin
  for lock_key in
    select distinct hashtextextended((c ->> 'accountId') || (c -> 'content')::text, 0)
    from jsonb_array_elements(contents) c order by 1
  loop
    perform pg_advisory_xact_lock(lock_key);
  end loop;
  return query
    select p.id::text from jsonb_array_elements(contents) c
      join posts p on p.account_id = c ->> 'accountId'
        and p.content_hash = md5((c -> 'content')::text)::uuid
    where p.workspace_id = in_workspace and p.status not in ('draft', 'canceled', 'failed')
      and coalesce(p.accepted_at, p.created_at) > clock_timestamp() - make_interval(secs => within_seconds)
      and (except_group is null or p.group_id <> except_group)
    order by p.id;
end $$;
`;
