/** A bare fan-out of server-sent events on the same database server: what the gateway's streams are held against. */
import { join } from 'node:path';
import { newId } from '@postern/gateway/dist/database/ids';
import { Client, type Pool } from 'pg';
import { Child } from '../stack/child';
import { freePort, type Stack } from '../stack/stack';
import { eventData } from './event-writer';

const DATABASE = 'bare_sse';

export interface BareServer {
  url: string;
  child: Child;
  databaseUrl: string;
}

export async function startBareServer({ databaseUrl, dataDir }: Stack): Promise<BareServer> {
  const url = new URL(databaseUrl);
  url.pathname = `/${DATABASE}`;
  await once(databaseUrl, `create database ${DATABASE}`);
  await once(
    url.href,
    `create table bare_events (id text primary key, workspace_id text not null, data jsonb not null,
       created_at timestamptz not null default clock_timestamp())`,
  );
  const port = await freePort();
  const child = await Child.start({
    name: 'bare server',
    script: join(__dirname, 'bare-sse-server.js'),
    args: [url.href, String(port)],
    env: {},
    logFile: join(dataDir, 'bare-sse.log'),
    ready: (log) => log.includes('The bare server listens.'),
  });
  return { url: `http://127.0.0.1:${port}`, child, databaseUrl: url.href };
}

/** Keeps the event as the gateway does, and sends all of it with the notification. */
export function writeBareEvent(db: Pool, workspaceId: string): Promise<unknown> {
  return db.query({
    name: 'bare_event',
    text: `with written as (
        insert into bare_events (id, workspace_id, data) values ($1, $2, $3) returning id, data, created_at
      )
      select pg_notify('bare_events', json_build_object('workspaceId', $2::text, 'event', json_build_object(
        'id', id, 'type', 'post.published', 'timestamp', created_at, 'data', data))::text) from written`,
    values: [newId('evt'), workspaceId, JSON.stringify(eventData(newId('post'), newId('pg')))],
  });
}

async function once(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
