/** The command `postern`, as built, against a real gateway. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Body, itemsOf } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { heraldManifest } from './herald';
import { REPOSITORY, runNode, type RunOptions } from './run-node';

const BIN = join(REPOSITORY, 'apps/cli/dist/main.js');

let gateway: TestGateway;
let accounts: Body[];
let accountId: string;
let folder: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  ({ accounts } = await gateway.connect('postpost'));
  accountId = accountOn(accounts, 'threads');
  folder = mkdtempSync(join(tmpdir(), 'postern-cli-'));
  await gateway.startWorker();
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await gateway?.close();
});

const postern = (words: string[], options: RunOptions = {}) => {
  const env = { POSTERN_URL: gateway.api.url, POSTERN_API_KEY: gateway.api.key, ...options.env };
  return runNode([BIN, ...words], { ...options, env });
};
const groupsOf = async (reference: string) =>
  itemsOf(await gateway.api.call('GET', `/v1/post-groups?clientReference=${reference}`));

it('publishes to accounts named in every way, and waits', async () => {
  const { handle } = accounts.find(({ id }) => id === accountId) as { handle: string };
  const ways = [`threads:${handle.toUpperCase()}`, 'threads', accountId];
  for (const [index, way] of ways.entries()) {
    const ran = await postern(['publish', 'By its name', '--to', way, '--reference', `way-${index}`]);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^pg_\w+ is (queued|publishing|published): 1 \w+\nPOST +PLATFORM +ACCOUNT/);
    const [group] = await groupsOf(`way-${index}`);
    expect(group).toMatchObject({ posts: [{ accountId }] });
  }
  const ran = await postern(['publish', 'Waited for', '--to', 'threads', '--wait']);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  const lines = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(lines.at(-1)).toEqual([expect.stringMatching(/^pg_/), 'group', 'published', '1 published']);
  expect(lines.at(-2)?.slice(1, 4)).toEqual(['threads', expect.any(String), 'published']);
});

it('publishes what comes from a file or a pipe, once for one key', async () => {
  const file = join(folder, 'text.txt');
  writeFileSync(file, 'From a file\n');
  const fromFile = await postern(['publish', '--file', file, '--to', accountId, '--draft', '--json']);
  expect(JSON.parse(fromFile.stdout)).toMatchObject({ status: 'draft', content: { text: 'From a file' } });
  const at = new Date(Date.now() + 7_200_000).toISOString();
  const twice = ['publish', '--to', accountId, '--at', at, '--idempotency-key', 'cli', '--json'];
  const first = await postern(twice, { input: 'From a pipe\n' });
  const second = await postern(twice, { input: 'From a pipe\n' });
  expect(JSON.parse(first.stdout)).toMatchObject({ status: 'scheduled', content: { text: 'From a pipe' } });
  expect(second.stdout).toBe(first.stdout);
});

it('says that posts failed, in words and by its status', async () => {
  const ran = await postern(['publish', 'No #fail-auth', '--to', accountId, '--wait', '--json']);
  const group = JSON.parse(ran.stdout) as { id: string; posts: { id: string }[] };
  expect(ran.status).toBe(1);
  expect(group).toMatchObject({ status: 'failed' });
  const shown = await postern(['status', group.id]);
  expect(shown.status).toBe(1);
  expect(shown.stdout).toContain('AUTH_EXPIRED: ');
  const listed = await postern(['list', '--status', 'failed']);
  expect(listed.stdout).toContain(group.id);
  const posts = await postern(['list', '--posts', '--status', 'failed', '--json']);
  expect(JSON.parse(posts.stdout)).toMatchObject({ items: [{ id: group.posts[0]?.id }] });
  const refused = await postern(['retry', group.id]);
  expect(refused.status).toBe(1);
  const retried = await postern(['retry', group.id, '--force', '--json']);
  expect(retried).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(retried.stdout)).toMatchObject({ results: [{ result: 'done' }] });
  expect((await postern(['status', group.id, '--wait'])).status).toBe(1);
});

it('cancels a group, and a post', async () => {
  const scheduled = async () => {
    const ran = await postern(['publish', 'Later', '--to', accountId, '--at', '+1d', '--json']);
    return JSON.parse(ran.stdout) as { id: string; posts: { id: string }[] };
  };
  const one = await scheduled();
  const canceled = await postern(['cancel', one.id, '--reason', 'too early']);
  expect(canceled).toMatchObject({ status: 0, stderr: '' });
  expect((await gateway.final(one.id)).posts[0]).toMatchObject({
    status: 'canceled',
    cancelReason: 'too early',
  });
  const [post] = (await scheduled()).posts;
  expect((await postern(['cancel', post?.id ?? ''])).status).toBe(0);
});

it('lists accounts, for people and programs', async () => {
  const table = await postern(['accounts', '--platform', 'threads']);
  expect(table.stdout).toMatch(/^ACCOUNT +PLATFORM +HANDLE +PROVIDER +STATUS\nacct_\w+ +threads /);
  const json = await postern(['accounts', '--json']);
  expect((JSON.parse(json.stdout) as { items: unknown[] }).items).toHaveLength(accounts.length);
});

it('names the rule that is broken, and where', async () => {
  const ran = await postern(['publish', 'x', '--to', accountId, '--to', 'acct_nobody']);
  expect(ran).toMatchObject({ status: 1, stdout: '' });
  expect(ran.stderr).toMatch(/targets\[1\]\.accountId: .+ \[account\.exists\]/);
  const json = await postern(['publish', 'x', '--to', 'acct_nobody', '--json']);
  expect(JSON.parse(json.stderr)).toMatchObject({
    error: {
      code: 'VALIDATION',
      status: 422,
      issues: [{ rule: 'account.exists' }],
      requestId: expect.any(String),
    },
  });
});

it('validates, and sends nothing', async () => {
  const before = await groupsOf('validated');
  const words = ['--to', 'threads', '--reference', 'validated'];
  const good = await postern(['validate', 'Short', ...words]);
  expect(good).toMatchObject({ status: 0, stderr: '' });
  expect(good.stdout).toMatch(/^threads {2}acct_\w+ {2}5 of 500 characters\nValid\.\n$/);
  const bad = await postern(['validate', ...words], { input: 'x'.repeat(501) });
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(/^error {2}content\.text: .+ \[threads\.text\.\w+\]\n {7}\S.+\n/);
  expect(bad.stdout).toMatch(/Not valid: nothing would be sent\.\n$/);
  const json = await postern(['validate', 'Short', ...words, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    valid: true,
    targets: [{ platform: 'threads', length: 5 }],
  });
  expect(await groupsOf('validated')).toEqual(before);
});

it('shows the log, and stays with it until Ctrl-C', async () => {
  const [group] = await groupsOf('way-0');
  const id = group?.id ?? '';
  const log = await postern(['events', '--group', id, '--max', '2']);
  expect(log).toMatchObject({ status: 0, stderr: '' });
  const lines = log.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^\d+\t\S+Z\tpost_group\.created\t.*groupId=pg_/);
  const after = String(Number(lines[0]?.split('\t')[0]) - 1);
  const tail = await postern(['events', '--tail', '--json', '--group', id, '--after', after], {
    enough: (text) => text.trimEnd().split('\n').length >= 2,
  });
  expect(tail.status).toBe(130);
  const [first] = tail.stdout.split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ type: 'post_group.created', sequence: Number(after) + 1 });
});

it.each<[string, string[], string]>([
  ['no account', ['publish', 'x'], '--to'],
  ['an account that nobody has', ['publish', 'x', '--to', '@nobody'], 'No account is called @nobody'],
  ['an account that could be several', ['publish', 'x', '--to', '@acme'], 'name one by its id'],
  ['no text', ['publish', '--to', 'threads', '--file', '/nonexistent'], '--file'],
  ['a time without an offset', ['publish', 'x', '--to', 'threads', '--at', '2027-01-01T09:00'], 'offset'],
  ['an unknown id', ['cancel', 'x'], 'neither'],
  ['a flag that does not exist', ['list', '--stauts', 'x'], 'unknown option'],
  ['a command that does not exist', ['publsh'], 'unknown command'],
  ['a count that is none', ['list', '--max', '0'], 'whole number'],
])('takes %s for a mistake of the caller', async (_, words, told) => {
  const ran = await postern(words);
  expect({ ...ran, stderr: ran.stderr.includes(told) ? told : ran.stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: told,
  });
});

it('tells a wrong key, no key, and no gateway apart; and shows no key', async () => {
  const wrong = await postern(['list'], { env: { POSTERN_API_KEY: 'pk_wrong' } });
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain('Check POSTERN_API_KEY');
  expect(wrong.stderr).not.toContain('pk_wrong');
  expect((await postern(['list'], { env: { POSTERN_API_KEY: '' } })).status).toBe(2);
  const file = join(folder, 'key');
  writeFileSync(file, `${gateway.api.key}\n`);
  const fromFile = await postern(['--api-key-file', file, 'list'], { env: { POSTERN_API_KEY: '' } });
  expect(fromFile.status).toBe(0);
  const away = await postern(['list', '--url', 'http://127.0.0.1:1']);
  expect(away).toMatchObject({ status: 3, stdout: '' });
  expect(away.stderr).toContain('http://127.0.0.1:1');
}, 60_000);

it('gives up waiting after its time, and ends on Ctrl-C', async () => {
  const stuck = await postern(['publish', 'Stuck #stuck', '--to', accountId, '--json']);
  const { id } = JSON.parse(stuck.stdout) as { id: string };
  const late = await postern(['status', id, '--wait', '--timeout', '1']);
  expect(late.status).toBe(4);
  expect(late.stderr).toContain(`the group ${id} is`);
  const broken = await postern(['status', id, '--wait'], { enough: (text) => text.includes('group') });
  expect(broken.status).toBe(130);
});

it('explains itself, with examples', async () => {
  for (const name of ['publish', 'status', 'list', 'cancel', 'retry', 'events', 'accounts']) {
    const { status, stdout } = await postern([name, '--help']);
    expect([name, status, stdout.includes(`$ postern ${name}`)]).toEqual([name, 0, true]);
  }
  const { status, stdout } = await postern(['--help']);
  expect([status, stdout.includes('POSTERN_API_KEY'), stdout.includes('Exit status')]).toEqual([
    0,
    true,
    true,
  ]);
});

it('checks, explains, tries and stores manifests', async () => {
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const manifest = heraldManifest('https://herald.example');
  const file = write('herald.json', manifest);
  expect(await postern(['manifest', 'check', file])).toMatchObject({ status: 0, stderr: '' });
  const wrong = await postern(['manifest', 'check', write('wrong.json', { ...manifest, dcos: 'x' })]);
  expect([wrong.status, wrong.stdout]).toEqual([
    1,
    expect.stringMatching(/^error {2}dcos: .*Did you mean "docs"/m),
  ]);
  writeFileSync(join(folder, 'none.json'), '{ "manifest": ');
  const none = await postern(['manifest', 'check', join(folder, 'none.json'), '--json']);
  expect([none.status, JSON.parse(none.stdout)]).toMatchObject([1, { issues: [{ rule: 'manifest.json' }] }]);
  expect((await postern(['manifest', 'check', join(folder, 'nowhere.json')])).status).toBe(2);

  const told = await postern(['manifest', 'explain', 'preset:postato']);
  expect([told.status, told.stdout]).toEqual([0, expect.stringContaining('generic:postato')]);
  const post = write('post.json', { text: 'Hello' });
  const reply = write('reply.json', { ref: 'b1', state: 'Out' });
  const words = ['--operation', 'createPost', '--post', post, '--reply', reply];
  const tried = await postern(['manifest', 'try', file, ...words]);
  expect([tried.status, tried.stdout]).toEqual([
    0,
    expect.stringMatching(/^POST https:\/\/herald\.example\/v1\/bulletins\n[^]*"status": "published"/),
  ]);

  const first = JSON.parse((await postern(['manifest', 'add', file, '--json'])).stdout);
  expect(first).toMatchObject({ provider: 'generic:herald', version: 1 });
  const next = write('next.json', { ...manifest, name: 'Herald, again' });
  expect((await postern(['manifest', 'add', next, '--notes', 'Renamed'])).stdout).toContain(
    'is version 2 of',
  );
  const listed = await postern(['manifest', 'list']);
  expect(listed.stdout).toMatch(new RegExp(`${first.id} +generic:herald +2 +Herald, again`));
  expect((await postern(['manifest', 'explain', first.id as string])).stdout).toContain('Herald, again');
});
