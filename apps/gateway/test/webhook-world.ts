/** Endpoints, events and workers that send them, for the specs of outbound webhooks. */
import { setTimeout as pause } from 'node:timers/promises';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventType } from '@postern/core';
import { DataSource } from 'typeorm';
import type { Config } from '../src/config/config';
import { ConfigModule } from '../src/config/config.module';
import type { WebhookConfig } from '../src/config/webhook-config';
import { DatabaseModule } from '../src/database/database.module';
import { newId } from '../src/database/ids';
import { EventSequencerModule } from '../src/events/event-sequencer.module';
import { newWebhookSecret, sealWebhookSecret } from '../src/webhooks/webhook-secret';
import { WebhooksWorkerModule } from '../src/webhooks/webhooks-worker.module';
import { testConfig } from './api-harness';
import { createTestDatabase } from './database';

@Module({})
class SendingProcess {
  static with(config: Config): DynamicModule {
    return {
      module: SendingProcess,
      imports: [
        ConfigModule.with(config),
        DatabaseModule.for('worker'),
        EventSequencerModule,
        WebhooksWorkerModule,
      ],
    };
  }
}

export interface NewEndpoint {
  url: string;
  events?: string[];
  payload?: 'full' | 'thin';
  format?: 'standard' | 'cloudevents';
  active?: boolean;
  workspaceId?: string;
}

export interface Endpoint {
  id: string;
  secret: string;
}

export interface NewEvent {
  type?: EventType;
  postId?: string | null;
  groupId?: string | null;
  data?: Record<string, unknown>;
  workspaceId?: string;
}

export interface DeliveryRow {
  id: string;
  endpoint_id: string;
  event_id: string;
  event_type: string;
  status: string;
  attempts: number;
  sequence: number;
  subject: string;
  in_seconds: number;
}

export interface LaneRow {
  holder: string | null;
  failures: number;
  failing_since: Date | null;
  paused_seconds: number | null;
  position: number;
}

export class WebhookWorld {
  private readonly workers: INestApplicationContext[] = [];

  private constructor(
    readonly config: Config,
    readonly db: DataSource,
    readonly workspaceId: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(
    webhooks: Partial<WebhookConfig> = {},
    allowHosts = ['127.0.0.1'],
  ): Promise<WebhookWorld> {
    const database = await createTestDatabase();
    const config = testConfig(database.url, { allowHosts });
    Object.assign(config.webhooks, { retrySeconds: [0.1, 0.2, 0.3], timeoutSeconds: 1, ...webhooks });
    const db = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    const world = new WebhookWorld(config, db, newId('ws'), database.drop);
    await world.workspace(world.workspaceId);
    return world;
  }

  async close(): Promise<void> {
    await this.stopWorkers();
    await this.db.destroy();
    await this.drop();
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
  }

  async worker(config: Partial<Config> = {}): Promise<INestApplicationContext> {
    const process = SendingProcess.with({ ...this.config, ...config });
    const worker = await NestFactory.createApplicationContext(process, {
      logger: global.process.env.SHOW ? ['warn', 'error', 'log'] : false,
    });
    this.workers.push(worker);
    return worker;
  }

  async workspace(id = newId('ws')): Promise<string> {
    await this.db.query(`insert into workspaces (id, name) values ($1, 'Test')`, [id]);
    return id;
  }

  /** Begins at the head of the log, as one that is made through the API. */
  async endpoint(given: NewEndpoint): Promise<Endpoint> {
    const id = newId('we');
    const { url, events = ['*'], payload = 'full', format = 'standard', active = true } = given;
    const workspaceId = given.workspaceId ?? this.workspaceId;
    await this.db.query(
      `insert into webhook_endpoints (id, workspace_id, url, events, payload, format, active)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, workspaceId, url, events, payload, format, active],
    );
    await this.db.query(
      `insert into webhook_lanes (endpoint_id, workspace_id, position)
       select $1, $2, coalesce(max(sequence), 0) from events where workspace_id = $2`,
      [id, workspaceId],
    );
    return { id, secret: await this.secret(id, 1) };
  }

  /** One that nobody else's events concern. */
  async inNewWorkspace(url: string): Promise<Endpoint & { workspaceId: string }> {
    const workspaceId = await this.workspace();
    return { workspaceId, ...(await this.endpoint({ url, workspaceId })) };
  }

  async secret(endpointId: string, number: number, expiresIn: string | null = null): Promise<string> {
    const secret = newWebhookSecret();
    const sealed = sealWebhookSecret(this.config.encryptionKeys, endpointId, secret);
    await this.db.query(
      `insert into webhook_secrets (endpoint_id, number, workspace_id, secret, secret_key_id, expires_at)
       select id, $2, workspace_id, $3, $4, now() + $5::interval from webhook_endpoints where id = $1`,
      [endpointId, number, sealed.bytes, sealed.keyId, expiresIn],
    );
    return secret;
  }

  async event(given: NewEvent = {}): Promise<string> {
    const [id] = await this.events([given]);
    return id!;
  }

  /** In one transaction, in this order. */
  async events(given: NewEvent[]): Promise<string[]> {
    const rows = given.map(
      ({ type = 'post.updated', postId = null, groupId = null, data = {}, workspaceId }) => ({
        id: newId('evt'),
        workspace_id: workspaceId ?? this.workspaceId,
        type,
        group_id: groupId,
        post_id: postId,
        data,
      }),
    );
    await this.db.query(
      `insert into events (id, workspace_id, type, group_id, post_id, data)
       select r.id, r.workspace_id, r.type, r.group_id, r.post_id, r.data
       from jsonb_to_recordset($1) as r(id text, workspace_id text, type text, group_id text, post_id text, data jsonb)`,
      [JSON.stringify(rows)],
    );
    return rows.map(({ id }) => id);
  }

  async sequenceOf(eventId: string): Promise<number | null> {
    const [row] = await this.db.query<{ sequence: number | null }[]>(
      'select sequence::float8 as sequence from events where id = $1',
      [eventId],
    );
    return row?.sequence ?? null;
  }

  /** A delivery as the API makes it, or an earlier one. @param made intervals of Postgres */
  async deliver(endpointId: string, eventId: string, made: { age?: string; wait?: string }): Promise<void> {
    await this.db.query(
      `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject,
         created_at, next_attempt_at)
       select $3, workspace_id, $1, id, type, sequence, coalesce(post_id, group_id, id),
         now() - $4::interval, now() + $5::interval
       from events where id = $2`,
      [endpointId, eventId, newId('whd'), made.age ?? '0', made.wait ?? '0'],
    );
  }

  /** At the head of the log, as the API does it. */
  async activate(endpointId: string): Promise<void> {
    await this.db.query(
      `with active as (update webhook_endpoints set active = true, disabled_reason = null where id = $1)
       update webhook_lanes l set failures = 0, failing_since = null, paused_until = '-infinity',
         catches_up = true, era = era + 1,
         position = (select coalesce(max(sequence), 0) from events e where e.workspace_id = l.workspace_id)
       where endpoint_id = $1`,
      [endpointId],
    );
  }

  deliveries(endpointId: string): Promise<DeliveryRow[]> {
    return this.db.query<DeliveryRow[]>(
      `select id, endpoint_id, event_id, event_type, status, attempts, sequence::float8 as sequence, subject,
         extract(epoch from next_attempt_at - now())::float8 as in_seconds
       from webhook_deliveries where endpoint_id = $1 order by sequence, id`,
      [endpointId],
    );
  }

  attempts(
    endpointId: string,
  ): Promise<
    { status: number | null; body: string | null; error: string | null; number: number; ms: number }[]
  > {
    return this.db.query(
      `select a.number, a.response_status as status, a.response_body as body, a.error, a.duration_ms as ms
       from webhook_attempts a join webhook_deliveries d on d.id = a.delivery_id
       where d.endpoint_id = $1 order by d.sequence, d.id, a.number`,
      [endpointId],
    );
  }

  async endpointRow(id: string): Promise<{ active: boolean; disabled_reason: string | null }> {
    const [row] = await this.db.query<{ active: boolean; disabled_reason: string | null }[]>(
      'select active, disabled_reason from webhook_endpoints where id = $1',
      [id],
    );
    return row!;
  }

  async lane(endpointId: string): Promise<LaneRow> {
    const [row] = await this.db.query<LaneRow[]>(
      `select holder, failures, failing_since, position::float8 as position,
         extract(epoch from nullif(paused_until, '-infinity') - now())::float8 as paused_seconds
       from webhook_lanes where endpoint_id = $1`,
      [endpointId],
    );
    return row!;
  }

  /** Once none of at least so many deliveries is pending any more. */
  async settled(endpointId: string, count: number, withinMs = 10_000): Promise<DeliveryRow[]> {
    let seen: DeliveryRow[] = [];
    await this.until(async () => {
      seen = await this.deliveries(endpointId);
      return seen.length >= count && seen.every(({ status }) => status !== 'pending');
    }, withinMs);
    return seen;
  }

  /** Once every endpoint of a workspace, or this one, has passed so many events. */
  fannedOut(workspaceId: string, count: number, endpointId: string | null = null): Promise<void> {
    return this.until(async () => {
      const [row] = await this.db.query<{ count: number; behind: boolean }[]>(
        `select count(e.sequence)::int as count, bool_or(l.position < e.sequence) as behind
         from events e cross join (select min(position) as position from webhook_lanes
           where workspace_id = $1 and ($2::text is null or endpoint_id = $2)) l
         where e.workspace_id = $1`,
        [workspaceId, endpointId],
      );
      return row!.count >= count && !row!.behind;
    });
  }

  async until(holds: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<void> {
    const limit = Date.now() + withinMs;
    while (!(await holds())) {
      if (Date.now() > limit) throw new Error(`Not within ${withinMs} ms: ${holds.toString()}`);
      await pause(10);
    }
  }
}
