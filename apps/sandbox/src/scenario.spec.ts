import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminOf } from '../test/admin-client';
import { PostatoClient } from '../test/postato-client';
import { PostpostClient } from '../test/postpost-client';
import { shownTexts, submit, SUBMIT, UPSTREAMS } from '../test/submitters';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './index';
import { readSettings } from './settings';

let sandbox: RunningSandbox;
const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ pace: 'instant', ...options });
};
beforeEach(() => start());
afterEach(() => sandbox.stop());

const admin = () => adminOf(sandbox);
const scenario = (seed: number | string, rules: object[]) => admin().post('/scenario', { seed, rules });
const list = (client = new PostatoClient(sandbox)) => client.get(`${client.home}/posts`);

/** Which of so many list calls were struck by a fault. */
async function struckCalls(count: number): Promise<string> {
  let marks = '';
  for (let call = 0; call < count; call += 1) marks += (await list()).status === 200 ? '.' : 'x';
  return marks;
}

const RULE = { upstream: 'postato', operation: 'postato.list', kind: '503', probability: 0.5 };

describe('chances', () => {
  it('follow from the seed: the same seed strikes the same calls, another seed others', async () => {
    await scenario(7, [RULE]);
    const first = await struckCalls(30);
    expect(first).toMatch(/x/);
    expect(first).toMatch(/\./);
    await scenario(7, [RULE]);
    expect(await struckCalls(30)).toBe(first);
    await scenario(8, [RULE]);
    expect(await struckCalls(30)).not.toBe(first);
    await scenario('seven', [RULE]);
    expect(await struckCalls(30)).not.toBe(first);
  });

  it('of one rule are its own: another rule before it shifts nothing', async () => {
    await scenario(7, [RULE]);
    const alone = await struckCalls(30);
    const before = { ...RULE, kind: '429', probability: 0.3 };
    await scenario(7, [before, RULE]);
    await struckCalls(30);
    const statuses = sandbox.requests.list({ operation: 'postato.list' }).slice(-30);
    const drawn = sandbox.faults.list().map(({ seen }) => seen);
    expect(drawn).toEqual([30, 30]);
    // Wherever the new rule does not strike, the other strikes as it did alone.
    const others = statuses.map(({ fault }, call) =>
      fault === '429' ? alone[call] : fault === null ? '.' : 'x',
    );
    expect(others.join('')).toBe(alone);
    expect(statuses.some(({ fault }) => fault === '429')).toBe(true);
  });

  it('of twins are not the same, and a name keeps them through an edit', async () => {
    await scenario(1, [RULE, RULE]);
    await struckCalls(30);
    const [one, other] = sandbox.faults.list();
    expect(one?.struck).not.toBe(30);
    expect(one?.stream).not.toBe(other?.stream);
    await scenario(1, [{ ...RULE, name: 'lists break' }]);
    const before = sandbox.faults.list()[0]?.stream;
    await scenario(1, [{ ...RULE, name: 'lists break', probability: 0.9 }]);
    expect(sandbox.faults.list()[0]?.stream).toBe(before);
  });

  it('are about as frequent as they are told to be', async () => {
    await scenario(3, [{ ...RULE, probability: 0.2 }]);
    for (let call = 0; call < 5_000; call += 1) {
      sandbox.faults.ofRequest({ upstream: 'postato', operation: 'postato.list', text: null });
    }
    const [rule] = sandbox.faults.list();
    expect(rule?.seen).toBe(5_000);
    expect(rule?.struck).toBeGreaterThan(900);
    expect(rule?.struck).toBeLessThan(1_100);
  });

  it('of 0 and 1 are never and always', async () => {
    await scenario(1, [{ ...RULE, probability: 0 }]);
    expect(await struckCalls(5)).toBe('.....');
    await scenario(1, [{ ...RULE, probability: 1, times: null }]);
    expect(await struckCalls(5)).toBe('xxxxx');
  });
});

describe('a scenario', () => {
  it('replaces all rules, and tells how often each struck', async () => {
    await admin().post('/faults', { upstream: 'layers', kind: '503' });
    const { body } = await scenario(5, [
      { ...RULE, probability: 1 },
      { upstream: '*', operation: '*.webhook', kind: 'drop-webhook' },
    ]);
    expect(body).toMatchObject({
      seed: 5,
      rules: [{ index: 0, seen: 0, struck: 0, times: 1 }, { index: 1 }],
    });
    expect(await struckCalls(3)).toBe('x..');
    const seen = (await admin().get('/scenario')).body;
    expect(seen.rules).toMatchObject([
      { kind: '503', seen: 1, struck: 1 },
      { kind: 'drop-webhook', struck: 0 },
    ]);
    expect((await admin().call('DELETE', '/faults')).body).toEqual({ rules: [] });
    expect((await admin().get('/scenario')).body).toEqual({ seed: 5, rules: [] });
  });

  it('outlives the process, with what has struck', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    const stateFile = join(folder, 'state.json');
    await sandbox.stop();
    await start({ stateFile });
    await scenario(7, [RULE]);
    const first = await struckCalls(15);
    await sandbox.stop();
    await start({ stateFile });
    const second = await struckCalls(15);
    await scenario(7, [RULE]);
    expect(await struckCalls(30)).toBe(first + second);
    rmSync(folder, { recursive: true });
  });

  it('may come from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    const file = join(folder, 'mine.json');
    writeFileSync(file, JSON.stringify({ description: 'mine', seed: 9, rules: [RULE] }));
    await sandbox.stop();
    await start({ scenario: readSettings(['--scenario', file], {}).scenario });
    expect((await admin().get('/scenario')).body).toMatchObject({ seed: 9, rules: [{ kind: '503' }] });
    writeFileSync(file, '{');
    expect(() => readSettings([], { SANDBOX_SCENARIO: file })).toThrow(/mine\.json is not JSON/);
    const bad = {
      rules: [RULE, { upstream: 'layers', kind: 'gremlins' }],
    } as unknown as SandboxOptions['scenario'];
    await expect(startSandbox({ scenario: bad })).rejects.toThrow(/^rules\[1\]\.kind: /);
    rmSync(folder, { recursive: true });
  });
});

describe('rules', () => {
  it('strike after a time, and for a time', async () => {
    await sandbox.stop();
    await start({ frozen: true });
    await scenario(1, [{ ...RULE, probability: 1, times: null, afterMs: 1_000, forMs: 500 }]);
    const statuses: string[] = [];
    for (const ms of [0, 999, 1, 499, 1]) {
      sandbox.clock.advance(ms);
      statuses.push(await struckCalls(1));
    }
    expect(statuses.join('')).toBe('..xx.');
  });

  it('may strike one key alone', async () => {
    const [tenant] = sandbox.addTenants('postato', 1);
    const other = new PostatoClient(sandbox, String(tenant?.apiKey), tenant);
    await admin().post('/faults', { ...RULE, probability: 1, times: null, apiKey: tenant?.apiKey });
    expect((await list(other)).status).toBe(503);
    expect((await list()).status).toBe(200);
  });

  it.each(UPSTREAMS)(
    'with a text strike what %s is asked about that post, where they name the call',
    async (upstream) => {
      await admin().post('/faults', { upstream, kind: '503', text: 'this one', times: null });
      expect((await submit(sandbox, upstream, 'another')).ok).toBe(true);
      expect((await submit(sandbox, upstream, 'this one')).status).toBe(503);
      await admin().call('DELETE', '/faults');
      const made = await submit(sandbox, upstream, 'this one');
      expect(made.ok).toBe(true);
      expect(shownTexts(sandbox)).toEqual(['another', 'this one']);
    },
  );

  it('with a text may name a call that carries none', async () => {
    const postpost = new PostpostClient(sandbox);
    const [one, other] = [
      await postpost.create('mine', ['twitter-1']),
      await postpost.create('other', ['twitter-1']),
    ];
    const rule = { upstream: 'postpost', operation: 'postpost.update-post', kind: '503', text: 'mine' };
    await admin().post('/faults', rule);
    const update = (id: unknown) =>
      postpost.call('PUT', `/update-post/${String(id)}`, { body: { status: 'draft' } });
    expect((await update(other.body.postGroupId)).status).toBe(200);
    expect((await update(one.body.postGroupId)).status).toBe(503);
    expect((await update(one.body.postGroupId)).status).toBe(200);
  });

  it('may name many operations with a star', async () => {
    await scenario(1, [{ upstream: 'postato', operation: 'postato.list*', kind: '503', times: null }]);
    const client = new PostatoClient(sandbox);
    expect((await client.get('/v1/workspaces')).status).toBe(503);
    expect((await list()).status).toBe(503);
    expect((await client.create()).status).toBe(201);
  });

  it('strike all upstreams when told so', async () => {
    await scenario(
      1,
      UPSTREAMS.map((name) => ({ upstream: '*', operation: SUBMIT[name], kind: '503' })),
    );
    for (const upstream of UPSTREAMS) expect((await submit(sandbox, upstream, 'x')).status).toBe(503);
  });
});

describe('a rule that makes no sense is refused, with its place', () => {
  it.each([
    [{ upstream: 'nobody' }, 'upstream'],
    [{ kind: 'gremlins' }, 'kind'],
    [{ operation: 'postato.creat' }, 'operation'],
    [{ operation: 'layers.publish' }, 'operation'],
    [{ operation: 'postato.*st*' }, 'operation'],
    [{ operation: 'postato.create', kind: 'hide-fresh' }, 'operation'],
    [{ operation: 'postato.create', kind: 'drop-webhook' }, 'operation'],
    [{ operation: 'postato.create', kind: 'stuck' }, 'operation'],
    [{ probability: 1.5 }, 'probability'],
    [{ probability: '1' }, 'probability'],
    [{ times: 0 }, 'times'],
    [{ delayMs: -1, kind: 'slow' }, 'delayMs'],
    [{ delayMs: 700_000, kind: 'accept-then-hang' }, 'delayMs'],
    [{ delayMs: 1, kind: '503' }, 'delayMs'],
    [{ status: 200 }, 'status'],
    [{ status: 500, kind: 'slow' }, 'status'],
    [{ retryAfterSeconds: 1, kind: 'slow' }, 'retryAfterSeconds'],
    [{ account: 'a' }, 'account'],
    [{ apiKey: 'a', kind: 'stuck' }, 'apiKey'],
    [{ text: 'a', kind: 'hide-fresh' }, 'text'],
    [{ chunked: true }, 'chunked'],
    [{ forMs: 0 }, 'forMs'],
    [{ misspelt: true }, 'misspelt'],
  ])('%j', async (wrong, field) => {
    const good = { upstream: 'postato', kind: '503', times: null };
    const { status, body } = await scenario(1, [good, { ...good, ...wrong }]);
    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ rule: 1, field }]);
    expect(body.error).toContain(`rules[1].${field}: `);
    expect((await admin().get('/scenario')).body.rules).toEqual([]);
    const alone = await admin().post('/faults', { ...good, ...wrong });
    expect([alone.status, alone.body.issues[0]]).toEqual([
      422,
      expect.objectContaining({ rule: null, field }),
    ]);
  });

  it('and so is a scenario that is none', async () => {
    expect((await admin().post('/scenario', { rules: {} })).body.issues).toMatchObject([{ field: 'rules' }]);
    expect((await admin().post('/scenario', { seed: 1.5, rules: [] })).body.issues).toMatchObject([
      { field: 'seed' },
    ]);
    expect((await admin().post('/scenario', { rules: [], seeds: 1 })).body.issues).toMatchObject([
      { field: 'seeds' },
    ]);
  });

  it('and all names are told', async () => {
    const { body } = await admin().get('/operations');
    expect(Object.keys(body)).toEqual(['layers', 'postpost', 'postato']);
    expect(body.layers.operations).toContain('layers.publish');
    expect(body.postpost.lists).toContain('postpost.list-posts');
    expect(body.postato.webhook).toBe('postato.webhook');
  });
});
