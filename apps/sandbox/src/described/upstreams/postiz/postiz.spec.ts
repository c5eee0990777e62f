import type { SandboxOptions } from '../../../index';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';

let postiz: DescribedClient;

async function start(variants: Record<string, string> = {}, options: SandboxOptions = {}) {
  const header = (key: string) => ({ authorization: key });
  postiz = await startDescribed({ name: 'postiz', variants }, header, options);
}

afterEach(() => postiz.sandbox.stop());

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly releaseId: string | null;
  readonly releaseURL: string | null;
  readonly group: string;
}

/** One post for each word: `x`, `facebook`. */
function create(content: string, platforms: string[], more: object = {}) {
  const posts = platforms.map((platform) => ({
    integration: { id: postiz.account(platform, platform === 'facebook' ? 'expired' : 'connected').id },
    value: [{ content, image: [] }],
    settings: { __type: platform },
  }));
  return postiz.post('/posts', {
    ...{ type: 'now', date: postiz.at(0), shortLink: false, tags: [], posts },
    ...more,
  });
}

async function ids(...args: Parameters<typeof create>): Promise<string[]> {
  const { status, body } = await create(...args);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return (body as unknown as { postId: string }[]).map(({ postId }) => postId);
}

async function listed(fromMs = -60_000, toMs = 86_400_000): Promise<Listed[]> {
  const { body } = await postiz.get(`/posts?startDate=${postiz.at(fromMs)}&endDate=${postiz.at(toMs)}`);
  return body.posts as Listed[];
}

const later = () => ({ type: 'schedule', date: postiz.at(3_600_000) });
const remove = (id: string) => postiz.call('DELETE', `/posts/${id}`);

it('takes the bare key alone', async () => {
  await start();
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${postiz.seeds.baseUrl}/integrations`, { headers });
    return { status: response.status, body: await response.json() };
  };
  expect(await ask({ authorization: `Bearer ${postiz.seeds.apiKey}` })).toMatchObject({ status: 401 });
  expect(await ask({})).toEqual({ status: 401, body: { msg: 'No API Key found' } });
  const { body } = await postiz.get('/integrations');
  expect(body[0]).toMatchObject({ identifier: 'x', name: 'acme', disabled: false });
});

it('answers a bare list of ids, and is read by nothing but a window of dates', async () => {
  await start();
  const [x, facebook] = await ids('for some', ['x', 'facebook']);
  expect(await listed()).toMatchObject([{ id: x, state: 'QUEUE', releaseId: null }, { state: 'QUEUE' }]);
  postiz.settle();
  expect(await listed()).toMatchObject([
    {
      id: x,
      state: 'PUBLISHED',
      releaseId: expect.any(String),
      releaseURL: expect.stringMatching(/^https:/),
    },
    { id: facebook, state: 'ERROR', releaseId: null },
  ]);
  expect((await postiz.get(`/posts/${String(x)}`)).status).toBe(404);
  expect((await postiz.get(`/posts?startDate=${postiz.at(0)}`)).status).toBe(400);
  expect(await listed(60_000)).toEqual([]);
});

it('lists at the root as a variant', async () => {
  await start({ list: 'root' });
  await ids('hi', ['x']);
  const { body } = await postiz.get(`/posts?startDate=${postiz.at(-1)}&endDate=${postiz.at(1)}`);
  expect(body).toHaveLength(1);
});

it('insists on every member, on the word of the provider, and on uploads', async () => {
  await start();
  const [x, linkedin] = [postiz.account('x').id, postiz.account('linkedin').id];
  const one = (more: object) => ({
    posts: [{ integration: { id: x }, value: [{ content: 'hi' }], settings: { __type: 'x' }, ...more }],
  });
  const wrong = [
    { date: undefined },
    { shortLink: undefined },
    { tags: undefined },
    { type: 'publish' },
    { posts: [] },
    one({ settings: {} }),
    one({ settings: { __type: 'linkedin' } }),
    one({ integration: { id: 'other' } }),
    one({ integration: { id: linkedin } }),
    one({ value: [{ content: 'hi', image: [{ id: 'a', path: 'https://example.com/a.jpg' }] }] }),
    one({ content: 'hi' }),
  ];
  for (const more of wrong) {
    expect({ more, status: (await create('hi', ['x'], more)).status }).toEqual({ more, status: 400 });
  }
});

it('takes uploads by id and path, and threads as values', async () => {
  await start();
  const form = new FormData();
  form.append('file', new Blob(['bytes'], { type: 'image/jpeg' }), 'a.jpg');
  const { baseUrl, apiKey } = postiz.seeds;
  const reply = await fetch(`${baseUrl}/upload`, {
    method: 'POST',
    body: form,
    headers: { authorization: apiKey },
  });
  const { id, path } = (await reply.json()) as { id: string; path: string };
  const value = [{ content: 'first', image: [{ id, path }] }, { content: 'second' }];
  const integration = { id: postiz.account('x').id };
  await ids('', ['x'], { posts: [{ integration, value, settings: { __type: 'x' } }] });
  postiz.settle();
  const entries = postiz.sandbox.network.entries();
  expect(entries.map(({ text, mediaCount }) => [text, mediaCount])).toEqual([
    ['first', 1],
    ['second', 0],
  ]);
});

it('deletes the whole group by one post, and answers 500 the second time', async () => {
  await start();
  const [first] = await ids('never', ['x', 'linkedin'], later());
  expect((await remove(first ?? '')).body).toEqual({ id: first });
  expect(await listed()).toEqual([]);
  expect((await remove(first ?? '')).status).toBe(500);
  postiz.skip(3_600_000);
  postiz.settle();
  expect(postiz.sandbox.network.entries()).toEqual([]);
  await ids('other', ['x'], later());
  const [{ group } = { group: '' }] = await listed();
  expect((await postiz.call('DELETE', `/posts/group/${group}`)).status).toBe(200);
});

it('forgets what is live when it is told to delete it, unless it refuses as a variant', async () => {
  await start();
  const [first] = await ids('live', ['x']);
  postiz.settle();
  expect((await remove(first ?? '')).status).toBe(200);
  expect(await listed()).toEqual([]);
  expect(postiz.published('live')).toHaveLength(1);
  await postiz.sandbox.stop();
  await start({ deleteLive: 'refuse' });
  const [second] = await ids('live', ['x']);
  expect((await remove(second ?? '')).status).toBe(400);
  postiz.settle();
  expect(await listed()).toMatchObject([{ state: 'PUBLISHED' }]);
});

it('toggles drafts, with 400 for everything else', async () => {
  await start();
  const [id] = await ids('a draft', ['x'], { ...later(), type: 'draft' });
  const toggle = (status: string, post = id) =>
    postiz.call('PUT', `/posts/${String(post)}/status`, { body: { status } });
  expect(await listed()).toMatchObject([{ state: 'DRAFT' }]);
  expect((await toggle('schedule')).body).toEqual({ id, state: 'QUEUE' });
  expect((await toggle('publish')).status).toBe(400);
  expect((await toggle('draft', 'other')).status).toBe(400);
  postiz.skip(3_600_000);
  postiz.settle();
  expect((await toggle('draft')).status).toBe(400);
  expect(postiz.published('a draft')).toHaveLength(1);
});

it('publishes without telling where, or into an inbox alone', async () => {
  await start();
  await ids('quiet #no-url', ['x']);
  const integration = { id: postiz.account('tiktok').id };
  const settings = { __type: 'tiktok', content_posting_method: 'UPLOAD' };
  await ids('', ['tiktok'], { posts: [{ integration, value: [{ content: 'to the app' }], settings }] });
  postiz.settle();
  const missing = { state: 'PUBLISHED', releaseId: 'missing', releaseURL: null };
  expect(await listed()).toMatchObject([missing, missing]);
  expect(postiz.sandbox.network.entries()).toMatchObject([{ text: 'quiet #no-url' }]);
});

it('answers the 31st call of an hour with 429 under documented limits', async () => {
  await start({}, { limits: 'documented' });
  for (let call = 0; call < 30; call += 1) expect((await postiz.get('/integrations')).status).toBe(200);
  expect((await postiz.get('/integrations')).status).toBe(429);
  postiz.skip(3_600_000);
  expect((await postiz.get('/integrations')).status).toBe(200);
});
