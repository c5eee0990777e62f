import { SessionPool, sessionOptions } from '@postern/gateway/dist/database/session-pool';
import { DataSource } from 'typeorm';
import { atEnd } from './cleanup';

/** The database as a worker has it, so that the gateway's own repositories can be used in the bench's process. */
export async function openAsWorker(databaseUrl: string): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    poolSize: 10,
    applicationName: 'bench',
    driver: { Pool: SessionPool },
    extra: { ...sessionOptions({ connectMs: 10_000, statementMs: 60_000 }), workspace: () => null },
  });
  await dataSource.initialize();
  atEnd(() => dataSource.destroy());
  return dataSource;
}
