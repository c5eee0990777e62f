/** Workspaces with webhook endpoints and events, for specs of those who show and repeat deliveries. */
import type { EventType } from '@postern/core';
import { newId } from '../src/database/ids';
import type { Reply, TestApi } from './api-harness';

export const HOOKS = 'https://hooks.example.com/postern';

export interface EventMade {
  type?: EventType;
  /** Seconds before now. */
  age?: number;
  postId?: string | null;
  data?: object;
}

export interface MadeEndpoint {
  id: string;
  secret: string;
  [member: string]: unknown;
}

export interface WebhookWorkspace {
  workspaceId: string;
  key: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** With its `secret`. */
  endpoint(more?: object): Promise<MadeEndpoint>;
  /** Events with numbers, in this order; their ids. */
  tell(events: EventMade[]): Promise<string[]>;
  /** As the worker does: all lanes are at the head of the log. */
  pass(): Promise<void>;
  /** A delivery as the worker would have made it. */
  deliver(endpointId: string, eventId: string, state?: DeliveryState): Promise<string>;
}

export interface DeliveryState {
  status?: 'pending' | 'delivered' | 'failed';
  /** Seconds before now. */
  age?: number;
  /** Of each attempt what was answered; null: nothing. */
  answers?: (number | null)[];
}

export async function webhookWorkspace(api: TestApi): Promise<WebhookWorkspace> {
  const { workspaceId, key } = await api.newWorkspace();
  const call: WebhookWorkspace['call'] = (method, path, body, headers = {}) =>
    api.call(method, `/v1${path}`, { key, body, headers });
  return {
    workspaceId,
    key,
    call,
    endpoint: async (more = {}) => {
      const reply = await call('POST', '/webhook-endpoints', { url: HOOKS, ...more });
      expect([reply.status, reply.body]).toEqual([201, expect.anything()]);
      return reply.body as MadeEndpoint;
    },
    tell: async (events) => {
      const ids: string[] = [];
      for (const { type = 'post.published', age = 0, postId = newId('post'), data = {} } of events) {
        ids.push(newId('evt'));
        await api.db.query(
          `insert into events (id, workspace_id, type, post_id, data, created_at)
           values ($1, $2, $3, $4, $5, clock_timestamp() - make_interval(secs => $6))`,
          [ids.at(-1), workspaceId, type, postId, JSON.stringify({ postId, ...data }), age],
        );
      }
      await numberAll(api);
      return ids;
    },
    pass: async () => {
      await api.db.query(
        `update webhook_lanes set position = (select max(sequence) from events where workspace_id = $1)
         where workspace_id = $1`,
        [workspaceId],
      );
    },
    deliver: async (endpointId, eventId, { status = 'delivered', age = 0, answers = [200] } = {}) => {
      const id = newId('whd');
      await api.db.query(
        `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject,
           status, attempts, created_at, ended_at)
         select $1, workspace_id, $2, id, type, sequence, coalesce(post_id, id), $4, $5,
           now() - make_interval(secs => $6), case when $4 <> 'pending' then now() end
         from events where id = $3`,
        [id, endpointId, eventId, status, answers.length, age],
      );
      for (const [index, answer] of answers.entries()) {
        await api.db.query(
          `insert into webhook_attempts (delivery_id, number, workspace_id, url, attempted_at, duration_ms,
             response_status, response_body, error)
           values ($1, $2, $3, $4, now(), 12, $5, $6, $7)`,
          [id, index + 1, workspaceId, HOOKS, answer, answer && 'ok', answer ? null : 'No answer.'],
        );
      }
      return id;
    },
  };
}

/** As the sequencer does. */
export async function numberAll({ db }: TestApi): Promise<void> {
  for (;;) {
    const [row] = await db.query<{ numbered: number }[]>(
      `select numbered from number_events('spec', 1000, 20000, false)`,
    );
    if (row?.numbered === 0) return;
  }
}
