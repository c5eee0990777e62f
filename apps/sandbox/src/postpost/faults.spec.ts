import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostpostClient } from '../../test/postpost-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postpost: PostpostClient;
const MASTODON = 'mastodon-110200300400500600';

beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'real', frozen: true });
  postpost = new PostpostClient(sandbox);
});
afterEach(() => sandbox.stop());

const contents = async () =>
  ((await postpost.get('/list-posts')).body.posts as { content: string }[]).map(({ content }) => content);

it.each(['#accept-then-hang', '#accept-then-reset', '#accept-then-500', '#malformed'])(
  'makes the group in spite of %s, and another one on a blind retry',
  async (word) => {
    const create = () =>
      postpost.call('POST', '/create-post', {
        body: { content: word, platforms: [MASTODON] },
        timeoutMs: 300,
      });
    const first = await create().then(
      ({ status }) => status,
      () => 'no answer',
    );
    expect(first).toBe(word === '#accept-then-500' ? 500 : 'no answer');
    expect(await contents()).toEqual([word]);
    expect((await create()).status).toBe(200);
    expect(await contents()).toEqual([word, word]);
  },
);

it('loses the answer of an update that takes effect', async () => {
  const { body } = await postpost.create('draft first', [MASTODON]);
  sandbox.faults.add({ upstream: 'postpost', operation: 'postpost.update-post', kind: 'accept-then-reset' });
  const update = postpost.call('PUT', `/update-post/${body.postGroupId}`, { body: { status: 'scheduled' } });
  await expect(update).rejects.toThrow();
  postpost.settle();
  expect(sandbox.network.entries()).toHaveLength(1);
});

it('refuses by rule, without making anything', async () => {
  const rule = { upstream: 'postpost', operation: 'postpost.create-post' } as const;
  sandbox.faults.add({ ...rule, kind: '429', retryAfterSeconds: 7 });
  sandbox.faults.add({ ...rule, kind: '503' });
  sandbox.faults.add({ ...rule, kind: 'html-502' });
  const replies = [];
  for (let count = 0; count < 3; count += 1) replies.push(await postpost.create('r', [MASTODON]));
  expect(replies.map(({ status }) => status)).toEqual([429, 503, 502]);
  expect(replies[0]?.headers.get('retry-after')).toBe('7');
  expect(replies[1]?.body).toHaveProperty('message');
  expect(replies[2]?.body.text).toContain('<html>');
  expect(await contents()).toEqual([]);
});

it('leaves strangers alone: a fault strikes only who is authenticated', async () => {
  sandbox.faults.add({ upstream: 'postpost', operation: 'postpost.list-posts', kind: '503' });
  expect((await new PostpostClient(sandbox, {}).get('/list-posts')).status).toBe(401);
  expect((await postpost.get('/list-posts')).status).toBe(503);
});

it('fails one account by rule, and only once', async () => {
  sandbox.faults.add({ upstream: 'postpost', kind: 'fail-rate', account: MASTODON });
  const id = await postpost.now('ruled', 'linkedin', 'mastodon');
  postpost.settle();
  expect(await postpost.posts(id)).toMatchObject([
    { status: 'published' },
    { error: { code: 'RATE_LIMITED' } },
  ]);
});

it('answers a body that is no JSON as Express would', async () => {
  const response = await fetch(`${postpost.seeds.baseUrl}/create-post`, {
    method: 'POST',
    headers: { 'x-api-key': postpost.seeds.apiKey, 'content-type': 'application/json' },
    body: '{"content":',
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('text/html');
});

it('goes on where it was after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postpost-'));
  const stateFile = join(folder, 'state.json');
  const before = await startSandbox({ pace: 'real', stateFile });
  const first = new PostpostClient(before);
  const id = await first.now('survives', 'mastodon');
  first.skip(60_000);
  await before.stop();

  const after = await startSandbox({ pace: 'real', stateFile });
  const second = new PostpostClient(after);
  second.skip(1_000, 4_000);
  second.settle();
  expect(await second.posts(id)).toMatchObject([{ status: 'published' }]);
  expect(after.network.entries()).toHaveLength(1);
  await after.stop();
  rmSync(folder, { recursive: true });
});

it('lets a word for one platform pass on all others, upstreams without that platform included', async () => {
  expect(sandbox.faults.ofOutcome('layers', 'any', 'a #fail-auth:threads')).toBeNull();
  expect(sandbox.faults.ofOutcome('layers', 'any', 'a #fail-auth: see below')).toBe('fail-auth');
  const id = await postpost.now('a #fail-auth:threads', 'threads', 'mastodon');
  postpost.settle();
  expect(await postpost.posts(id)).toMatchObject([{ status: 'failed' }, { status: 'published' }]);
});
