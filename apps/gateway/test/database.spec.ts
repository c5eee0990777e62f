import { Client } from 'pg';
import { createTestDatabase } from './database';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  it('gives each caller a migrated database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(one.url, `insert into workspaces (id, name) values ('ws_1', 'One')`);
    await expect(query(one.url, 'select name from workspaces')).resolves.toEqual([{ name: 'One' }]);
    await expect(query(other.url, 'select name from workspaces')).resolves.toEqual([]);
    await Promise.all([one.drop(), other.drop()]);
  }, 60_000);

  it('has locale C, UTF-8 and UTC', async () => {
    const { url, drop } = await createTestDatabase();
    const [row] = await query(
      url,
      `select datcollate, pg_encoding_to_char(encoding) as encoding, current_setting('timezone') as timezone
       from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({ datcollate: 'C', encoding: 'UTF8', timezone: 'UTC' });
    await drop();
  }, 60_000);
});
