import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Media that callers bring once, and which groups need them. */
export class Media1760000000009 implements MigrationInterface {
  readonly name = 'Media1760000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table media (
        id text collate "C" primary key,
        workspace_id text collate "C" not null references workspaces,
        -- storing: its file is being written, and nobody sees it yet; deleting: nobody sees it any more, and its
        -- file is being removed. So there is a row for every file, from its first byte to its last.
        state text not null check (state in ('storing', 'stored', 'deleting')),
        -- Where the file is in the store.
        storage_key text not null,
        file_name text not null,
        content_type text not null,
        size_bytes bigint,
        -- Pixels as shown, and milliseconds; null = not known, or not applicable.
        width integer,
        height integer,
        duration_ms bigint,
        -- SHA-256, hexadecimal.
        sha256 text,
        created_at timestamptz not null,
        -- null = a group needs it.
        expires_at timestamptz,
        check (state <> 'stored' or (size_bytes is not null and sha256 is not null))
      );
      create index media_by_expiry on media (expires_at) where expires_at is not null;
      create index media_needed on media (id) where expires_at is null;
      create index media_deleting on media (id) where state = 'deleting';

      create table media_uses (
        workspace_id text collate "C" not null references workspaces,
        media_id text collate "C" not null references media on delete cascade,
        group_id text collate "C" not null references post_groups on delete cascade,
        primary key (media_id, group_id)
      );
      create index media_uses_by_group on media_uses (group_id);

      select postern_secure_table('media'), postern_secure_table('media_uses')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table media_uses, media');
  }
}
