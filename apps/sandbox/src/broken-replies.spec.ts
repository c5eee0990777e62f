import { connect } from 'node:net';
import { shownTexts, submit, SUBMIT, UPSTREAMS, type Upstream } from '../test/submitters';
import { until } from '../test/until';
import { startSandbox, type FaultRuleInput, type RunningSandbox } from './index';

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'instant' });
});
afterEach(() => sandbox.stop());

function strike(upstream: Upstream, rule: Omit<FaultRuleInput, 'upstream' | 'operation'>): void {
  sandbox.faults.add({ upstream, operation: SUBMIT[upstream], ...rule });
}

describe.each(UPSTREAMS)('%s, having taken the post,', (upstream) => {
  it('drips its answer, which is whole in the end', async () => {
    strike(upstream, { kind: 'slow-drip', delayMs: 800 });
    const startedAt = Date.now();
    const response = await submit(sandbox, upstream, 'dripped');
    let pieces = 0;
    for await (const piece of response.body ?? []) pieces += (piece as Uint8Array).length > 0 ? 1 : 0;
    expect(pieces).toBeGreaterThan(1);
    expect(Date.now() - startedAt).toBeGreaterThan(700);
    expect(shownTexts(sandbox)).toEqual(['dripped']);
  });

  it.each([false, true])('cuts its answer short (in chunks: %s)', async (chunked) => {
    strike(upstream, { kind: 'truncated-json', chunked });
    const response = await submit(sandbox, upstream, 'cut');
    expect(response.ok).toBe(true);
    expect(response.headers.has('content-length')).toBe(!chunked);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(shownTexts(sandbox)).toEqual(['cut']);
  });

  it('sends half a text as if it were whole', async () => {
    strike(upstream, { kind: 'malformed-json' });
    const text = await (await submit(sandbox, upstream, 'half')).text();
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(shownTexts(sandbox)).toEqual(['half']);
  });

  it('hangs no longer than it was told', async () => {
    strike(upstream, { kind: 'accept-then-hang', delayMs: 200 });
    const startedAt = Date.now();
    await expect(submit(sandbox, upstream, 'hung')).rejects.toThrow('fetch failed');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
    expect(shownTexts(sandbox)).toEqual(['hung']);
  });
});

describe.each(UPSTREAMS)('%s, having done nothing,', (upstream) => {
  it('resets the connection', async () => {
    strike(upstream, { kind: 'reset' });
    await expect(submit(sandbox, upstream, 'lost')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(shownTexts(sandbox)).toEqual([]);
    expect((await submit(sandbox, upstream, 'again')).ok).toBe(true);
    expect(shownTexts(sandbox)).toEqual(['again']);
  });

  it('hangs, and then ends the connection', async () => {
    strike(upstream, { kind: 'hang', delayMs: 200 });
    const startedAt = Date.now();
    await expect(submit(sandbox, upstream, 'lost')).rejects.toThrow('fetch failed');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
    expect(shownTexts(sandbox)).toEqual([]);
    const entries = sandbox.requests.list({ operation: SUBMIT[upstream] });
    expect(entries).toMatchObject([{ fault: 'hang', status: null }]);
  });
});

it('lets the oldest go when more than 500 connections hang', async () => {
  const { apiKey } = sandbox.seeds().postato as { apiKey: string };
  sandbox.faults.add({ upstream: 'postato', operation: 'postato.list', kind: 'hang', times: null });
  const request = `GET /generic/postato/v1/posts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${apiKey}\r\n\r\n`;
  const open = () => {
    const socket = connect(sandbox.port, '127.0.0.1', () => socket.write(request));
    return { socket, ended: new Promise<'ended'>((resolve) => socket.once('error', () => resolve('ended'))) };
  };
  const first = open();
  await until(() => sandbox.requests.list().length > 0);
  const others = Array.from({ length: 500 }, open);
  expect(await first.ended).toBe('ended');
  for (const { socket } of others) socket.destroy();
});

it('hangs up on who waits for the next drop when the sandbox stops', async () => {
  strike('postato', { kind: 'slow-drip', delayMs: 600_000 });
  const response = await submit(sandbox, 'postato', 'dripped');
  const body = expect(response.text()).rejects.toThrow('terminated');
  await sandbox.stop();
  await body;
});
