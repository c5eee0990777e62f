/** Posts whose upstream will tell of each at its own moment, and the books that show when what happened to them. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { makeOpenPosts } from '../reconciliation/open-posts';
import type { Connection } from '../stack/connections';
import type { SandboxClient } from '../stack/sandbox-client';
import type { Stack } from '../stack/stack';
import type { ReceivedDelivery } from '../webhooks/receiver-plan';
import { firstAfter, lastBefore, type Way } from './stages';

/** Calls to the sandbox that make the posts of as many connections at the same time. */
const WIDTH = 4;

/** The post with the number `n` of all is due `n / perSecond` seconds after the start. */
export async function makeAnnouncedPosts(
  stack: Stack,
  connections: readonly Connection[],
  { count, perSecond, startAt }: { count: number; perSecond: number; startAt: number },
): Promise<void> {
  const each = Math.ceil(count / connections.length);
  let next = 0;
  const lane = async () => {
    for (let place = next++; place < connections.length; place = next++) {
      const connection = connections[place];
      if (connection === undefined) return;
      const at = (index: number) =>
        new Date(Math.round(startAt + ((index * connections.length + place) * 1_000) / perSecond));
      await makeOpenPosts(stack, connection, {
        count: each,
        state: 'announced',
        at,
        text: `bench ${connection.id}`,
      });
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  if (Date.now() > startAt - 1_000) {
    throw new Error(
      'The posts were not made before the first was due: the machine is too busy, or --lead too short.',
    );
  }
}

/** When readers were told of news, by workspace. */
export class Announcements {
  private readonly heard = new Map<string, number[]>();

  private constructor(private readonly session: Client) {}

  static async listen(databaseUrl: string): Promise<Announcements> {
    const session = new Client({ connectionString: databaseUrl, application_name: 'bench' });
    await session.connect();
    const announcements = new Announcements(session);
    session.on('notification', ({ payload = '' }) => announcements.note(payload.split(' ')));
    await session.query('listen postern_events');
    return announcements;
  }

  of(workspaceId: string): readonly number[] {
    return this.heard.get(workspaceId) ?? [];
  }

  async end(): Promise<void> {
    await this.session.end();
  }

  private note(workspaceIds: readonly string[]): void {
    const at = Date.now();
    for (const id of workspaceIds) {
      const times = this.heard.get(id);
      if (times) times.push(at);
      else this.heard.set(id, [at]);
    }
  }
}

export interface Told {
  eventId: string;
  workspaceId: string;
  connectionId: string;
  text: string;
  written: number;
  stored: number | null;
  sent: number | null;
}

/** Every event of a publication, with what the database knows of its way. */
export async function toldOf(db: Pool): Promise<Told[]> {
  const { rows } = await db.query<Told>(
    `select e.id as "eventId", e.workspace_id as "workspaceId", p.connection_id as "connectionId",
       p.content ->> 'text' as text, (extract(epoch from e.created_at) * 1000)::float8 as written,
       (select (extract(epoch from min(h.received_at)) * 1000)::float8 from inbound_hooks h
         where h.connection_id = p.connection_id and h.type = 'post.published' and p.provider_reference = any(h.reference_list)) as stored,
       (select (extract(epoch from min(a.attempted_at)) * 1000)::float8 from webhook_deliveries d
         join webhook_attempts a on a.delivery_id = d.id where d.event_id = e.id) as sent
     from events e join posts p on p.id = e.post_id where e.type = 'post.published' order by e.sequence`,
  );
  return rows;
}

/** The ways of the events that were delivered. */
export async function waysOf(
  stack: Stack,
  sandbox: SandboxClient,
  connections: readonly Connection[],
  seen: { told: readonly Told[]; deliveries: readonly ReceivedDelivery[]; announcements: Announcements },
): Promise<Map<string, Way>> {
  const announcedAt = await sandbox.publishedAt();
  const deliveredAt = new Map<string, number>();
  for (const { eventId, at } of seen.deliveries) {
    if (!deliveredAt.has(eventId)) deliveredAt.set(eventId, at);
  }
  const reads = await readsByConnection(sandbox, connections);
  const hooks = hooksByConnection(stack.hooksFile);
  const ways = new Map<string, Way>();
  for (const { eventId, workspaceId, connectionId, text, written, stored, sent } of seen.told) {
    const [announced, delivered] = [announcedAt.get(text), deliveredAt.get(eventId)];
    if (announced === undefined || delivered === undefined) continue;
    ways.set(eventId, {
      ...{ announced, written, stored, sent, delivered },
      received: stored === null ? null : lastBefore(hooks.get(connectionId) ?? [], stored),
      asked: lastBefore(reads.get(connectionId) ?? [], written),
      sequenced: firstAfter(seen.announcements.of(workspaceId), written),
    });
  }
  return ways;
}

async function readsByConnection(
  sandbox: SandboxClient,
  connections: readonly Connection[],
): Promise<Map<string, number[]>> {
  const owners = new Map(connections.map(({ id, tenant }) => [tenant.apiKey, id]));
  const reads = new Map<string, number[]>();
  for (const { method, apiKey, at } of await sandbox.requests({ upstream: 'postpost' })) {
    const owner = owners.get(apiKey ?? '');
    if (method !== 'GET' || owner === undefined) continue;
    reads.set(owner, [...(reads.get(owner) ?? []), Date.parse(at)]);
  }
  return reads;
}

/** When hooks came in that were taken; ascending, as the probe notes them in the order of their answers. */
function hooksByConnection(file: string): Map<string, number[]> {
  const hooks = new Map<string, number[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [cameAt, , status, connectionId = ''] = line.split(' ');
    if (status === '204') hooks.set(connectionId, [...(hooks.get(connectionId) ?? []), Number(cameAt)]);
  }
  for (const times of hooks.values()) times.sort((a, b) => a - b);
  return hooks;
}

/** The probe writes what it has noted a few times a second. */
export const probesWritten = (): Promise<void> => pause(500);
