/** A database that was restored knows nothing of what went out since its backup: none of it may go out again. */
import { join } from 'node:path';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';
import { runNode } from './run-node';

jest.setTimeout(90_000);

const COMMAND = join(__dirname, '..', 'dist', 'after-restore.js');
const TABLES = ['post_groups', 'submissions', 'posts', 'post_commands'];

let gateway: TestGateway;
let accountId: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  // A provider that finds its posts by what the checkpoint says, which is just what a backup lacks.
  const { accounts } = await gateway.connect('postpost', { scheduling: 'gateway' });
  accountId = accountOn(accounts, 'linkedin');
}, 60_000);
afterAll(() => gateway.close());

const publish = (text: string, more: Record<string, unknown> = {}) =>
  gateway.publish({ content: { text }, targets: [{ accountId }], ...more });
const shown = (text: string): number => gateway.sandbox.network.entries({ text }).length;

function run(...words: string[]) {
  const { databaseUrl, encryptionKeys, dataDir } = gateway.api.config;
  const keys = encryptionKeys.map(({ id, secret }) => `${id}:${secret.toString('base64')}`).join(',');
  return runNode([COMMAND, ...words], {
    env: { DATABASE_URL: databaseUrl ?? '', POSTERN_ENCRYPTION_KEYS: keys, POSTERN_DATA_DIR: dataDir },
  });
}

async function backUp(): Promise<void> {
  for (const table of TABLES) await gateway.api.db.query(`create table kept_${table} as table ${table}`);
}

/** Puts the rows back as they were. */
async function restore(): Promise<void> {
  const { db } = gateway.api;
  await db.query('delete from attempts');
  for (const table of TABLES) {
    const columns = await db.query<{ name: string }[]>(
      `select column_name as name from information_schema.columns
       where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    const sets = names.map((name) => `${name} = k.${name}`).join(', ');
    await db.query(`update ${table} t set ${sets} from kept_${table} k where k.id = t.id`);
  }
}

it('puts in doubt what may have gone out since, and lets go out what cannot have', async () => {
  const sent = await publish('Went out after the backup.');
  const moved = await publish('Moved to an earlier time after the backup.', {
    scheduledAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const later = await publish('Due tomorrow.', {
    scheduledAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await gateway.api.db.query(
    `insert into post_commands (id, workspace_id, post_id, connection_id, round, kind, next_attempt_at)
     select 'cmd_1', workspace_id, id, connection_id, 1, 'reschedule', now() + interval '1 hour' from posts where id = $1`,
    [later.posts[0]?.id],
  );
  await backUp();

  await gateway.startWorker();
  await gateway.final(sent.id);
  await gateway.stopWorker();
  const [{ sequence }] = await gateway.api.db.query<[{ sequence: string }]>(
    'select max(sequence) as sequence from events',
  );
  const stoppedAt = new Date().toISOString();
  await restore();
  expect((await gateway.group(sent.id)).posts[0]).toMatchObject({ status: 'queued' });
  const waited = await publish('Became due while nothing ran.');

  const ran = await run('--stopped-at', stoppedAt);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(ran.stdout).toContain('1 posts are in doubt');
  expect(ran.stdout).toContain('1 reschedules and retries and 0 imports');

  await gateway.startWorker();
  await gateway.final(waited.id);
  await gateway.stopWorker();
  expect([shown('Went out after'), shown('Became due while')]).toEqual([1, 1]);
  const doubted = await gateway.group(sent.id);
  expect(doubted.posts[0]).toMatchObject({ status: 'unknown', error: { code: 'OUTCOME_UNKNOWN' } });
  expect(doubted.posts[0]?.error?.message).toMatch(/restored from a backup/);
  expect((await gateway.group(later.id)).status).toBe('scheduled');
  // Numbers that readers have seen are not given to other events.
  await until(async () => {
    const [{ least }] = await gateway.api.db.query<[{ least: string | null }]>(
      `select min(sequence) as least from events where group_id = $1 and type = 'post.unknown'`,
      [sent.id],
    );
    return least !== null && Number(least) > Number(sequence) + 1_000_000;
  });

  const resolved = await gateway.api.call('POST', `/v1/posts/${doubted.posts[0]?.id}/resolve`, {
    body: { outcome: 'published', note: 'Seen on the profile.' },
  });
  expect(resolved.status).toBe(200);
  expect((await gateway.group(sent.id)).status).toBe('published');

  // Again it finds nothing; asked to doubt what is due later as well, it takes that.
  expect((await run('--stopped-at', stoppedAt)).stdout).toContain('0 posts are in doubt');
  expect((await run('--stopped-at', stoppedAt, '--all-held')).stdout).toContain('2 posts are in doubt');
  expect((await gateway.group(moved.id)).posts[0]?.status).toBe('unknown');
});

it('does nothing while a worker lives, or where it is not told properly', async () => {
  await gateway.api.db.query(`insert into workers (id, version, state) values ('w', '1', '{"stalled":[]}')`);
  const alive = await run();
  expect(alive.status).toBe(1);
  expect(alive.stderr).toMatch(/^1 worker\(s\) work on this database/);
  await gateway.api.db.query('delete from workers');
  const ahead = new Date(Date.now() + 60_000).toISOString();
  const misused = await Promise.all([
    run('--stopped-at', 'soon'),
    run('--stopped-at', ahead),
    run('--every'),
  ]);
  expect(misused.map(({ status }) => status)).toEqual([1, 1, 1]);
  for (const { stderr } of misused) expect(stderr).toContain('Usage: node after-restore.js');
});
