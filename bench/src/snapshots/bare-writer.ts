/** The floor: the same rows updated and the same events written by one plain statement a batch. */
import { newId } from '@postern/gateway/dist/database/ids';
import type { Pool } from 'pg';
import { eventData } from '../events-stream/event-writer';
import { measureTurn, type ReadStatus, type SnapshotBed, snapshotOf, type Turn } from './snapshot-bed';

interface Place {
  id: string;
  groupId: string;
}

export class BareWriter {
  constructor(
    private readonly db: Pool,
    private readonly bed: Pick<SnapshotBed, 'workspaceId' | 'connectionId'>,
  ) {}

  turn(status: ReadStatus, batch: number, posts: number): Promise<Turn> {
    return measureTurn(this.db, posts, batch, async (from) => {
      const places = await this.places(from, batch);
      return () => this.write(status, places);
    });
  }

  private async places(from: number, count: number): Promise<Place[]> {
    const { rows } = await this.db.query<Place>(
      `select id, group_id as "groupId" from posts where connection_id = $1 order by id offset $2 limit $3`,
      [this.bed.connectionId, from, count],
    );
    return rows;
  }

  private async write(status: ReadStatus, places: readonly Place[]): Promise<void> {
    const rows = places.map(({ id, groupId }) => {
      const { platformPostId, platformPostUrl, publishedAt } = snapshotOf(id, status);
      const data = eventData(id, groupId);
      return { id, groupId, platformPostId, platformPostUrl, publishedAt, eventId: newId('evt'), data };
    });
    await this.db.query({
      name: 'bare_snapshots',
      text: `with r as materialized (
          select * from jsonb_to_recordset($1::jsonb) as r(id text, "groupId" text, "platformPostId" text,
            "platformPostUrl" text, "publishedAt" timestamptz, "eventId" text, data jsonb)
        ), grouped as (
          update post_groups set status = $2, version = version + 1, updated_at = now()
          where id in (select "groupId" from r)
        ), written as (
          update posts p set status = $2, upstream_status = $2, platform_post_id = r."platformPostId",
            platform_post_url = r."platformPostUrl", published_at = r."publishedAt", updated_at = now()
          from r where p.id = r.id
        )
        insert into events (id, workspace_id, type, group_id, post_id, data)
        select "eventId", $3, 'post.' || $2, "groupId", id, data from r`,
      values: [JSON.stringify(rows), status, this.bed.workspaceId],
    });
  }
}
