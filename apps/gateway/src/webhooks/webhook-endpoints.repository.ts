import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import { type Cursor, cursorTime } from '../http/pagination';
import type { Sealed } from '../secrets/seal';
import type { EndpointRow } from './webhook-endpoint-view';
import { MOST_PENDING } from './webhook-endpoints.dto';

/** What a person says of an endpoint. */
export type EndpointState = Pick<
  EndpointRow,
  'url' | 'description' | 'events' | 'payload' | 'format' | 'active'
>;

export interface LiveSecrets {
  count: number;
  /** When the first of them ends. */
  ends_at: Date | null;
}

const COLUMNS = `e.id, e.workspace_id, e.url, e.description, e.events, e.payload, e.format, e.active,
  e.disabled_reason, e.disabled_at, e.created_at, e.updated_at, ${cursorTime('e.created_at')} as position,
  l.failures, l.failing_since, l.last_success_at, l.last_failure_at,
  case when l.paused_until > clock_timestamp() then l.paused_until end as paused_until,
  (select count(*)::int from (select from webhook_deliveries d
    where d.endpoint_id = e.id and d.status = 'pending' limit ${MOST_PENDING}) p) as pending,
  (select coalesce(jsonb_agg(jsonb_build_object('createdAt', s.created_at, 'expiresAt', s.expires_at)
     order by s.number desc), '[]')
   from webhook_secrets s where s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > clock_timestamp())
  ) as secrets`;
const FROM = 'from webhook_endpoints e join webhook_lanes l on l.endpoint_id = e.id';
/** Up to where the log of a workspace goes; 0 where it is empty. */
const HEAD = `(select coalesce(max(v.sequence), 0) from events v
  where v.workspace_id = $1 and v.sequence is not null)`;

@Injectable()
export class WebhookEndpointsRepository {
  constructor(private readonly db: DataSource) {}

  /** One row more than `limit` where there is a further page. */
  list(workspaceId: string, page: { limit: number; after: Cursor | null }): Promise<EndpointRow[]> {
    return this.db.query<EndpointRow[]>(
      `select ${COLUMNS} ${FROM}
        where e.workspace_id = $1 and e.deleted_at is null and ($2::timestamptz is null or (e.created_at, e.id) < ($2::timestamptz, $3))
        order by e.created_at desc, e.id desc limit $4`,
      [workspaceId, page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
    );
  }

  find(workspaceId: string, id: string): Promise<EndpointRow | null> {
    return findIn(this.db.manager, workspaceId, id);
  }

  /** All that `work` does happens, or nothing. */
  change<T>(workspaceId: string, work: (endpoints: LockedEndpoints) => Promise<T>): Promise<T> {
    return this.db.transaction((em) => work(new LockedEndpoints(em, workspaceId)));
  }
}

/** The endpoints of one workspace within a transaction. */
export class LockedEndpoints {
  constructor(
    readonly em: EntityManager,
    private readonly workspaceId: string,
  ) {}

  /** Nobody else makes one before the transaction ends. */
  async count(): Promise<number> {
    await this.em.query('select from workspaces where id = $1 for no key update', [this.workspaceId]);
    const [row] = await this.em.query<{ count: number }[]>(
      'select count(*)::int as count from webhook_endpoints where workspace_id = $1 and deleted_at is null',
      [this.workspaceId],
    );
    return row?.count ?? 0;
  }

  /** Its lane begins at the head of the log. */
  async insert(id: string, state: EndpointState, secret: Sealed): Promise<EndpointRow> {
    await this.em.query(
      `with made as (
         insert into webhook_endpoints (id, workspace_id, url, description, events, payload, format, active, disabled_at)
         values ($2, $1, $3, $4, $5, $6, $7, $8, case when not $8 then now() end)
       ), sealed as (
         insert into webhook_secrets (endpoint_id, number, workspace_id, secret, secret_key_id)
         values ($2, 1, $1, $9, $10)
       )
       insert into webhook_lanes (endpoint_id, workspace_id, position) values ($2, $1, ${HEAD})`,
      [this.workspaceId, id, ...valuesOf(state), secret.bytes, secret.keyId],
    );
    return this.existing(id);
  }

  /** Nobody else changes it before the transaction ends. */
  async lock(id: string): Promise<EndpointRow | null> {
    await this.em.query(
      'select from webhook_endpoints where workspace_id = $1 and id = $2 for no key update',
      [this.workspaceId, id],
    );
    return findIn(this.em, this.workspaceId, id);
  }

  /** Who switched it off, and when, is forgotten when it is active again. */
  async update(id: string, state: EndpointState): Promise<void> {
    await this.em.query(
      `update webhook_endpoints set url = $3, description = $4, events = $5, payload = $6, format = $7, active = $8,
         disabled_reason = case when not $8 then disabled_reason end,
         disabled_at = case when not $8 then coalesce(disabled_at, now()) end, updated_at = now()
       where workspace_id = $1 and id = $2`,
      [this.workspaceId, id, ...valuesOf(state)],
    );
  }

  /**
   * What was noted of failures counts no longer, and what waits for a later try is tried soon.
   *
   * @param atHead whether it goes on with what happens from now on, rather than where it was
   */
  async settle(id: string, atHead: boolean): Promise<void> {
    await this.em.query(
      `update webhook_lanes set failures = 0, failing_since = null, paused_until = '-infinity', era = era + 1,
         catches_up = true,
         position = case when $3 then greatest(position, ${HEAD}) else position end
       where workspace_id = $1 and endpoint_id = $2`,
      [this.workspaceId, id, atHead],
    );
  }

  /** Its deliveries are hidden with it, until housekeeping takes them away. */
  async remove(id: string): Promise<void> {
    await this.em.query(
      `with gone as (delete from webhook_secrets where workspace_id = $1 and endpoint_id = $2)
       update webhook_endpoints set active = false, deleted_at = now(), updated_at = now()
       where workspace_id = $1 and id = $2`,
      [this.workspaceId, id],
    );
  }

  /** Those that sign, as they would be if all that sign now ended after so many seconds. */
  async liveSecrets(id: string, overlapSeconds: number): Promise<LiveSecrets> {
    const [row] = await this.em.query<LiveSecrets[]>(
      `select count(*)::int as count, min(expires_at) as ends_at from webhook_secrets
        where workspace_id = $1 and endpoint_id = $2 and $3 > 0
          and (expires_at is null or expires_at > clock_timestamp())`,
      [this.workspaceId, id, overlapSeconds],
    );
    return row ?? { count: 0, ends_at: null };
  }

  /** The earlier ones end within the overlap, and not later than they would have. */
  async addSecret(id: string, { bytes, keyId }: Sealed, overlapSeconds: number): Promise<EndpointRow> {
    const [last] = await this.em.query<{ number: number }[]>(
      'select max(number) as number from webhook_secrets where workspace_id = $1 and endpoint_id = $2',
      [this.workspaceId, id],
    );
    await this.em.query(
      `update webhook_secrets set expires_at = least(expires_at, clock_timestamp() + make_interval(secs => $3))
        where workspace_id = $1 and endpoint_id = $2`,
      [this.workspaceId, id, overlapSeconds],
    );
    await this.em.query(
      `delete from webhook_secrets
        where workspace_id = $1 and endpoint_id = $2 and expires_at <= clock_timestamp()`,
      [this.workspaceId, id],
    );
    await this.em.query(
      `insert into webhook_secrets (endpoint_id, number, workspace_id, secret, secret_key_id, created_at)
       values ($2, $3, $1, $4, $5, clock_timestamp())`,
      [this.workspaceId, id, (last?.number ?? 0) + 1, bytes, keyId],
    );
    await this.em.query(
      'update webhook_endpoints set updated_at = now() where workspace_id = $1 and id = $2',
      [this.workspaceId, id],
    );
    return this.existing(id);
  }

  async insertTest(eventId: string, data: object): Promise<void> {
    await this.em.query(
      `insert into events (id, workspace_id, type, data) values ($2, $1, 'test.ping', $3::jsonb)`,
      [this.workspaceId, eventId, JSON.stringify(data)],
    );
  }

  async audit(row: AuditRow): Promise<void> {
    await this.em.query(AUDIT_INSERT, [JSON.stringify([row])]);
  }

  async existing(id: string): Promise<EndpointRow> {
    const row = await findIn(this.em, this.workspaceId, id);
    if (row === null) throw new Error(`${id} is locked and cannot be gone.`);
    return row;
  }
}

const valuesOf = ({ url, description, events, payload, format, active }: EndpointState) => [
  url,
  description,
  events,
  payload,
  format,
  active,
];

async function findIn(em: EntityManager, workspaceId: string, id: string): Promise<EndpointRow | null> {
  const [row] = await em.query<EndpointRow[]>(
    `select ${COLUMNS} ${FROM} where e.workspace_id = $1 and e.id = $2 and e.deleted_at is null`,
    [workspaceId, id],
  );
  return row ?? null;
}
