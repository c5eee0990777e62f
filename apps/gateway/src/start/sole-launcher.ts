import { Client } from 'pg';
import { StartError } from './start-error';

/** Any number that nothing else in Postern locks. */
const LOCK = 7_031_987_402;

/**
 * Makes sure that no other launcher works on this database: two sandboxes on one state file would forget each
 * other's posts. The lock is the session's, so it ends with this process, however that ends.
 *
 * @throws StartError where there is one
 */
export async function becomeSoleLauncher(databaseUrl: string): Promise<{ release: () => Promise<void> }> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A lost session loses the lock, and nothing that runs needs it any more.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new StartError('The database of DATABASE_URL cannot be reached.', { cause: error });
  }
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
    LOCK,
  ]);
  if (rows[0]?.locked === true) return { release: () => client.end() };
  await client.end();
  throw new StartError('Another npm start runs on this database already. Stop it first.');
}
