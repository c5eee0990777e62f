import { Pool } from 'pg';
import type { Bench, BenchContext, BenchResult } from '../bench';
import { atEnd } from '../stack/cleanup';
import { startStack, type Stack } from '../stack/stack';
import { keepStatements, resetStatements } from '../stack/usage';
import { createWorkspaces } from '../stack/workspaces';
import { startBareServer, writeBareEvent } from './bare-sse';
import { writeGatewayEvent } from './event-writer';
import { type Measured, measureStreams, type StreamBed } from './measure';
import type { Written } from './receipts';
import { costTable, goalsOf, lagTable } from './report';

export const eventsStream: Bench = {
  name: 'events-stream',
  about: 'how long after its writing an event reaches every client that streams events',
  runs: 'with-all',
  options: {
    'stream-clients': { about: 'clients', default: '1000' },
    'stream-workspaces': { about: 'workspaces that they belong to', default: '200' },
    'stream-rates': { about: 'events a second, over all workspaces', default: '50,200,500' },
    'stream-seconds': { about: 'length of each rate', default: '20' },
    'stream-profile': { about: 'folder for CPU profiles of API and worker', default: '' },
  },
  run,
};

/** Sessions that write events at the same time. */
const WRITERS = 8;

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  progress('starting Postgres, API and one worker');
  const stack = await startStack({ sandbox: 'instant', profileDir: options.text('stream-profile') });
  await stack.addWorker();
  const count = options.count('stream-clients');
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, options.count('stream-workspaces'));
  const clients = Array.from({ length: count }, (_, index) => {
    const { id, key } = workspaces[index % workspaces.length] ?? { id: '', key: '' };
    return { workspaceId: id, url: `${stack.apiUrl}/v1/events/stream`, key };
  });
  const rows: Measured[] = [];
  for (const bed of [gatewayBed(stack, clients), await bareBed(stack, clients)]) {
    for (const perSecond of options.counts('stream-rates')) {
      progress(`${bed.who}: ${perSecond} events a second to ${count} clients`);
      await resetStatements(stack.db);
      const row = await measureStreams(stack, bed, { perSecond, seconds: options.count('stream-seconds') });
      progress(`${bed.who}: ${perSecond}/s: p50 ${row.lag.p50} ms, p99 ${row.lag.p99} ms`);
      await keepStatements(options.text('stream-profile'), stack.db, `${bed.who}-${perSecond}`);
      rows.push(row);
    }
  }
  await stack.stop();
  return { tables: [lagTable(rows), costTable(rows)], goals: goalsOf(rows) };
}

function gatewayBed(stack: Stack, clients: StreamBed['clients']): StreamBed {
  const db = poolOf(stack.databaseUrl);
  let last = 0;
  const written = async () => {
    const { rows } = await db.query<Written & { sequence: number }>(
      `select id, workspace_id as "workspaceId", sequence::float8 as sequence from events
       where sequence > $1 order by sequence`,
      [last],
    );
    last = rows.at(-1)?.sequence ?? last;
    return rows;
  };
  return { who: 'Postern', server: stack.api, db, clients, write: writeGatewayEvent, written };
}

async function bareBed(stack: Stack, clients: StreamBed['clients']): Promise<StreamBed> {
  const { url, child, databaseUrl } = await startBareServer(stack);
  const db = poolOf(databaseUrl);
  const written = async () => {
    const { rows } = await db.query<Written>(
      `with taken as (delete from bare_events returning *)
       select id, workspace_id as "workspaceId" from taken order by created_at`,
    );
    return rows;
  };
  return {
    ...{ who: 'bare', server: child, db, write: writeBareEvent, written },
    clients: clients.map(({ workspaceId }) => ({ workspaceId, url: `${url}/${workspaceId}`, key: null })),
  };
}

function poolOf(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: WRITERS, application_name: 'bench' });
  pool.on('error', (error) => process.stderr.write(`bench: a database session ended: ${error.message}\n`));
  atEnd(() => pool.end());
  return pool;
}
