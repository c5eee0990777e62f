import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { FINAL_POST_STATUSES, type WebhookHint } from '@postern/core';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';

export interface HookToStore {
  connectionId: string;
  hint: WebhookHint;
  /** It is stored, but what it speaks of was not there yet. */
  again: boolean;
}

export interface StoredHook {
  /** `false`: the same event came before. */
  fresh: boolean;
  /** It made a post that it speaks of due for a read. */
  hinted: boolean;
}

/** How often one connection's accounts are listed for the sake of hooks, at most. */
const ACCOUNTS_EVERY_SECONDS = 30;
const ACCOUNTS_DUE = `greatest(now(), c.accounts_listed_at + make_interval(secs => ${ACCOUNTS_EVERY_SECONDS}))`;

/** Also one that is read no more because its upstream was silent for a week: now it says something. */
const READABLE = `(p.next_read_at is not null or p.status not in (${FINAL_POST_STATUSES.map((status) => `'${status}'`).join()}))`;

// Posts are due since yesterday: where reads are behind the oldest go first, and here something is known to have
// changed. Most events name the post by its reference; only where none does is it looked for in what else is known of
// those that are being read, once for all events of a connection. Rows are locked in the order of their ids, so that two processes cannot wait for each other.
//
// Lost with the last moment of a database that crashes: that is worth not waiting for its disk, as reads find
// everything by themselves.
const STORE = prepared(
  'store_hooks',
  `
with given as materialized (
  select * from jsonb_to_recordset($1::jsonb)
    as g(place int, connection text, key text, type text, refs text[], account boolean, again boolean)
), stored as (
  insert into inbound_hooks (connection_id, dedupe_key, type, reference_list)
  select distinct on (connection, key) connection, key, type, refs from given where not again
  order by connection, key, place
  on conflict do nothing returning connection_id, dedupe_key
), fresh as materialized (
  select distinct on (g.connection, g.key) g.* from given g
  left join stored s on s.connection_id = g.connection and s.dedupe_key = g.key
  where g.again or s.connection_id is not null order by g.connection, g.key, g.place
), named as materialized (
  select f.place, p.id from fresh f join posts p on p.connection_id = f.connection
    and p.provider_reference = any(f.refs) and ${READABLE}
), unnamed as materialized (
  select f.place, f.connection, r.ref from fresh f cross join lateral unnest(f.refs) r(ref)
  where not exists (select from named n where n.place = f.place)
), found as materialized (
  select place, id from named
  union
  select u.place, p.id from (select distinct connection from unnamed) c
  join posts p on p.connection_id = c.connection and p.next_read_at is not null and p.reference_data <> '{}'
  cross join lateral jsonb_each_text(p.reference_data) d
  join unnamed u on u.connection = c.connection and u.ref = d.value
), locked as materialized (
  select p.id from posts p where p.id in (select id from found) order by p.id for update of p
), hinted as (
  update posts p set next_read_at = least(p.next_read_at, now() - interval '1 day'), hinted_at = now()
  from locked where p.id = locked.id and ${READABLE} returning p.id
), earlier as (
  update left_submissions l set next_look_at = now() from posts p, fresh f
  where p.id = l.post_id and p.connection_id = f.connection
    and l.provider_reference = any(f.refs) and l.next_look_at > now()
), accounts as (
  update connections c set accounts_due_at = ${ACCOUNTS_DUE}
  where coalesce(c.accounts_due_at > ${ACCOUNTS_DUE}, true) and c.id in (select connection from fresh where account and not again)
)
select g.place, exists (select from fresh f where f.place = g.place) as fresh,
  exists (select from found n join hinted h on h.id = n.id where n.place = g.place) as hinted
from given g, (select set_config('synchronous_commit', 'off', true)) relaxed order by g.place`,
);

@Injectable()
export class HooksRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Stores hooks, and makes the posts that they speak of due for a read: one statement for all of them. */
  async store(hooks: readonly HookToStore[]): Promise<StoredHook[]> {
    const given = hooks.map(({ connectionId, hint, again }, place) => ({
      place,
      connection: connectionId,
      key: hint.dedupeKey,
      type: hint.type,
      refs: hint.references,
      account: hint.concernsAccount,
      again,
    }));
    return this.dataSource.query<StoredHook[]>(STORE, [JSON.stringify(given)]);
  }

  /** Tells the workers that posts of these connections are to be read now. */
  async tell(connectionIds: readonly string[]): Promise<void> {
    await this.dataSource.query(`select pg_notify('postern_hints', $1)`, [connectionIds.join(' ')]);
  }
}
