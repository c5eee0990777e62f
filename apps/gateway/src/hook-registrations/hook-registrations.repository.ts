import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import type { Sealed } from '../secrets/seal';

export interface RegistrationRow {
  url: string;
  upstream_id: string;
  registered_at: Date;
  rotated_at: Date;
  previous_secret_expires_at: Date | null;
}

/** The right to change a connection's registration upstream, until it runs out or is given back. */
export interface Turn {
  workspaceId: string;
  connectionId: string;
  holder: string;
}

/** Ours, with what is known of the registration; `null` in it: it may have been begun. */
export interface TurnTaken {
  /** Nobody has tried it before. */
  begun: boolean;
  url: string;
  registered: RegistrationRow | null;
}

export interface NewSecret {
  url: string;
  upstreamId: string;
  sealed: Sealed;
  /** For how long the secrets before it are taken. */
  overlapSeconds: number;
}

/** Somebody else has taken the turn meanwhile, or the connection is gone. */
export class TurnLostError extends Error {
  override readonly name = 'TurnLostError';
}

export interface HookCountRow {
  outcome: string;
  count: number;
  last_at: Date;
}

/** More than one rotation makes within an overlap; each of them is tried on every hook that is not genuine. */
const MOST_SECRETS = 5;

const ROW = `r.url, r.upstream_id, r.registered_at, r.rotated_at, (select max(s.expires_at) from hook_secrets s
  where s.connection_id = r.connection_id and s.expires_at > now()) as previous_secret_expires_at`;

type HeldRow = { begun?: boolean; url: string; upstream_id: string | null } & Omit<
  RegistrationRow,
  'upstream_id'
>;

@Injectable()
export class HookRegistrationsRepository {
  constructor(private readonly db: DataSource) {}

  async find(workspaceId: string, connectionId: string): Promise<RegistrationRow | null> {
    return rowOf(this.db, { workspaceId, connectionId });
  }

  /** Notes that the upstream is about to be asked. @returns `null` where somebody else has the turn */
  async take(turn: Turn, url: string, seconds: number): Promise<TurnTaken | null> {
    const rows = await this.db.query<HeldRow[]>(
      `insert into hook_registrations as r (connection_id, workspace_id, url, holder, held_until)
       select c.id, c.workspace_id, $4, $3, now() + make_interval(secs => $5::float8)
       from connections c where c.workspace_id = $1 and c.id = $2 and c.status <> 'disabled'
       on conflict (connection_id) do update set holder = excluded.holder, held_until = excluded.held_until
         where r.held_until < now()
       returning ${ROW}, xmax = 0 as begun`,
      [...keysOf(turn), url, seconds],
    );
    return takenOf(rows);
  }

  /** The same where there is something to take back. @returns `nothing` where nothing was ever begun */
  async takeExisting(turn: Turn, seconds: number): Promise<TurnTaken | 'nothing' | null> {
    const [rows] = await this.db.query<[HeldRow[], number]>(
      `update hook_registrations r set holder = $3, held_until = now() + make_interval(secs => $4::float8)
       where r.workspace_id = $1 and r.connection_id = $2 and r.held_until < now()
       returning ${ROW}`,
      [...keysOf(turn), seconds],
    );
    if (rows.length > 0) return takenOf(rows);
    const there = await this.db.query<unknown[]>(
      'select from hook_registrations where workspace_id = $1 and connection_id = $2',
      [turn.workspaceId, turn.connectionId],
    );
    return there.length > 0 ? null : 'nothing';
  }

  async renew(turn: Turn, seconds: number): Promise<void> {
    await this.db.query(
      `update hook_registrations set held_until = now() + make_interval(secs => $4::float8)
       where workspace_id = $1 and connection_id = $2 and holder = $3`,
      [...keysOf(turn), seconds],
    );
  }

  /** Lets the next one have its turn. */
  async giveBack(turn: Turn): Promise<void> {
    await this.db.query(
      `update hook_registrations set holder = null, held_until = '-infinity'
       where workspace_id = $1 and connection_id = $2 and holder = $3`,
      [...keysOf(turn)],
    );
  }

  /** The upstream has refused for good what was begun in this turn: there is nothing. */
  async abandon(turn: Turn): Promise<void> {
    await this.db.query(
      `delete from hook_registrations
       where workspace_id = $1 and connection_id = $2 and holder = $3 and upstream_id is null`,
      [...keysOf(turn)],
    );
  }

  /**
   * Keeps what the upstream gave us, and ends the turn.
   *
   * @param finish in the same transaction, with the registration as it is now
   * @throws TurnLostError
   */
  store<T>(
    turn: Turn,
    given: NewSecret,
    finish: (row: RegistrationRow, em: EntityManager) => Promise<T>,
  ): Promise<T> {
    const { workspaceId, connectionId } = turn;
    return this.db.transaction(async (em) => {
      const [, written] = await em.query<[unknown[], number]>(
        `update hook_registrations set url = $4, upstream_id = $5, rotated_at = now(), holder = null,
           held_until = '-infinity',
           registered_at = case when upstream_id = $5 then registered_at else now() end
         where workspace_id = $1 and connection_id = $2 and holder = $3
           and exists (select from connections c where c.id = $2 and c.status <> 'disabled')`,
        [...keysOf(turn), given.url, given.upstreamId],
      );
      if (written === 0) throw new TurnLostError();
      await em.query(
        `update hook_secrets set expires_at = least(expires_at, now() + make_interval(secs => $3::float8))
         where workspace_id = $1 and connection_id = $2`,
        [workspaceId, connectionId, given.overlapSeconds],
      );
      await em.query(
        `insert into hook_secrets (workspace_id, connection_id, number, secret, secret_key_id)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4 from hook_secrets where connection_id = $2`,
        [workspaceId, connectionId, given.sealed.bytes, given.sealed.keyId],
      );
      await em.query(
        `delete from hook_secrets where workspace_id = $1 and connection_id = $2 and number not in (
           select number from hook_secrets where connection_id = $2 order by number desc limit ${MOST_SECRETS})`,
        [workspaceId, connectionId],
      );
      const row = await rowOf(em, turn);
      if (row === null) throw new TurnLostError();
      return finish(row, em);
    });
  }

  /** Nothing is registered any more. @throws TurnLostError */
  forget(turn: Turn, entries: readonly AuditRow[]): Promise<void> {
    const { workspaceId, connectionId } = turn;
    return this.db.transaction(async (em) => {
      const [, gone] = await em.query<[unknown[], number]>(
        'delete from hook_registrations where workspace_id = $1 and connection_id = $2 and holder = $3',
        [...keysOf(turn)],
      );
      if (gone === 0) throw new TurnLostError();
      await em.query('delete from hook_secrets where workspace_id = $1 and connection_id = $2', [
        workspaceId,
        connectionId,
      ]);
      await em.query(AUDIT_INSERT, [JSON.stringify(entries)]);
    });
  }

  counts(workspaceId: string, connectionId: string): Promise<HookCountRow[]> {
    return this.db.query<HookCountRow[]>(
      `select outcome, count::float8 as count, last_at from hook_counts
       where workspace_id = $1 and connection_id = $2 order by outcome`,
      [workspaceId, connectionId],
    );
  }
}

type Key = Pick<Turn, 'workspaceId' | 'connectionId'>;

const keysOf = ({ workspaceId, connectionId, holder }: Turn) => [workspaceId, connectionId, holder] as const;

async function rowOf(
  db: DataSource | EntityManager,
  { workspaceId, connectionId }: Key,
): Promise<RegistrationRow | null> {
  const [row] = await db.query<RegistrationRow[]>(
    `select ${ROW} from hook_registrations r
     where r.workspace_id = $1 and r.connection_id = $2 and r.upstream_id is not null`,
    [workspaceId, connectionId],
  );
  return row ?? null;
}

function takenOf([row]: readonly HeldRow[]): TurnTaken | null {
  if (row === undefined) return null;
  const { upstream_id: upstreamId, begun = false, ...rest } = row;
  return {
    begun,
    url: row.url,
    registered: upstreamId === null ? null : { ...rest, upstream_id: upstreamId },
  };
}
