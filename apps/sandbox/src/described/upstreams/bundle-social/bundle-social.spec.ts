import { createHmac } from 'node:crypto';
import type { SandboxOptions } from '../../../index';
import { adminOf } from '../../../../test/admin-client';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import { startReceiver } from '../../../../test/receiver';

let bundle: DescribedClient;

async function start(variants: Record<string, string> = {}, options: SandboxOptions = {}) {
  const header = (key: string) => ({ 'x-api-key': key });
  bundle = await startDescribed({ name: 'bundle-social', variants }, header, options);
}

let receiver: Awaited<ReturnType<typeof startReceiver>> | undefined;

afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
  await bundle.sandbox.stop();
});

function create(texts: Record<string, string>, more: object = {}) {
  return bundle.post('/post/', {
    teamId: bundle.seeds.teamId,
    title: 'A title',
    postDate: bundle.at(0),
    status: 'SCHEDULED',
    socialAccountTypes: Object.keys(texts),
    data: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, { text }])),
    ...more,
  });
}

async function idOf(...args: Parameters<typeof create>): Promise<string> {
  const { status, body } = await create(...args);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return String(body.id);
}

const later = () => ({ postDate: bundle.at(3_600_000) });

it('tells a missing key from a bad one, and takes no Bearer', async () => {
  await start();
  const ask = (headers: Record<string, string>) =>
    fetch(`${bundle.seeds.baseUrl}/team/${String(bundle.seeds.teamId)}`, { headers });
  expect((await ask({})).status).toBe(401);
  expect((await ask({ authorization: `Bearer ${bundle.seeds.apiKey}` })).status).toBe(401);
  expect((await ask({ 'x-api-key': 'pk_live_other' })).status).toBe(403);
  const { body } = await bundle.get(`/team/${String(bundle.seeds.teamId)}`);
  expect(body.socialAccounts).toContainEqual(expect.objectContaining({ type: 'TWITTER', username: 'acme' }));
});

it('says ERROR of a post that is live in part, and the rest by platform', async () => {
  await start();
  const id = await idOf({ TWITTER: 'for some', FACEBOOK: 'for some' });
  expect((await bundle.get(`/post/${id}`)).body.status).toBe('PROCESSING');
  bundle.settle();
  const { body } = await bundle.get(`/post/${id}`);
  expect(body).toMatchObject({
    status: 'ERROR',
    errorsVerbose: { TWITTER: null, FACEBOOK: { code: 'FA:190', isTransient: false, httpStatus: 401 } },
    externalData: { TWITTER: { permalink: expect.stringMatching(/^https:/) }, FACEBOOK: null },
    data: { TWITTER: { text: 'for some' }, LINKEDIN: null },
  });
  expect(bundle.published('for some')).toHaveLength(1);
});

it('says POSTED of the same where that variant is chosen', async () => {
  await start({ partial: 'POSTED' });
  const id = await idOf({ TWITTER: 'for some', FACEBOOK: 'for some' });
  bundle.settle();
  expect((await bundle.get(`/post/${id}`)).body).toMatchObject({
    status: 'POSTED',
    errorsVerbose: { FACEBOOK: { userFacingMessage: expect.any(String) } },
  });
});

it('tries what may pass again after a while, RETRYING in between, and looks at TikTok for longer', async () => {
  await start();
  const again = await idOf({ TWITTER: 'once more #retry-once' });
  const looked = await idOf({ TWITTER: 'a look', TIKTOK: 'a look' });
  bundle.skip(300, 900);
  expect((await bundle.get(`/post/${again}`)).body.status).toBe('RETRYING');
  expect((await bundle.get(`/post/${looked}`)).body.status).toBe('REVIEW');
  bundle.settle();
  expect((await bundle.get(`/post/${again}`)).body.status).toBe('POSTED');
  expect(bundle.published('once more')).toHaveLength(1);
});

it('refuses what belongs elsewhere in the body, in lists of sentences', async () => {
  await start();
  const wrong = [
    { text: 'at the top' },
    { data: { twitter: { text: 'small' } } },
    { data: { TWITTER: { text: 'x' }, LINKEDIN: { text: 'not named' } } },
    { data: { TWITTER: { text: 'x', mediaUrls: ['https://example.com/a.jpg'] } } },
    { status: 'POSTED' },
    { postDate: undefined, scheduledAt: bundle.at(9_000) },
    { title: undefined },
    { postDate: 'tomorrow' },
  ];
  for (const more of wrong) {
    const { status, body } = await create({ TWITTER: 'x' }, more);
    expect({ more, status, message: body.message }).toEqual({
      more,
      status: 400,
      message: expect.any(Array),
    });
  }
  expect((await create({ REDDIT: 'nowhere' })).status).toBe(400);
  expect(
    (await create({ TWITTER: 'x' }, { data: { TWITTER: { text: 'x', uploadIds: ['no'] } } })).status,
  ).toBe(404);
});

it('takes uploads by the ids that it gave', async () => {
  await start();
  const form = new FormData();
  form.append('teamId', String(bundle.seeds.teamId));
  form.append('file', new Blob(['bytes'], { type: 'image/jpeg' }), 'a.jpg');
  const url = `${bundle.seeds.baseUrl}/upload`;
  const reply = await fetch(url, {
    method: 'POST',
    body: form,
    headers: { 'x-api-key': bundle.seeds.apiKey },
  });
  const { id } = (await reply.json()) as { id: string };
  await idOf({ TWITTER: '' }, { data: { TWITTER: { text: 'a picture', uploadIds: [id] } } });
  bundle.settle();
  expect(bundle.published('a picture')).toMatchObject([{ mediaCount: 1 }]);
});

it('finds posts by reference key, of which two may have the same', async () => {
  await start();
  const ids = [];
  for (const text of ['one', 'two']) ids.unshift(await idOf({ TWITTER: text }, { referenceKey: 'mine' }));
  const { body } = await bundle.get('/post?referenceKey=mine');
  expect(body.total).toBe(2);
  expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  expect((await bundle.get('/post/?limit=1&offset=1')).body.items[0].id).toBe(ids[1]);
  expect((await bundle.get('/post?page=1')).status).toBe(400);
});

it('moves what has not begun, and a draft only once it is told so', async () => {
  await start();
  const id = await idOf({ TWITTER: 'moved' }, { status: 'DRAFT' });
  const at = bundle.at(7_200_000);
  expect((await bundle.call('PATCH', `/post/${id}`, { body: { postDate: at } })).body.status).toBe('DRAFT');
  const moved = await bundle.call('PATCH', `/post/${id}`, { body: { status: 'SCHEDULED' } });
  expect(moved.body).toMatchObject({ status: 'SCHEDULED', postDate: at });
  bundle.skip(7_200_000);
  expect((await bundle.call('PATCH', `/post/${id}`, { body: { postDate: at } })).status).toBe(400);
  bundle.settle();
  expect(bundle.published('moved')).toHaveLength(1);
});

it('leaves a tombstone, also of what is live', async () => {
  await start();
  const waiting = await idOf({ TWITTER: 'never' }, later());
  const live = await idOf({ TWITTER: 'ever' });
  expect((await bundle.call('DELETE', `/post/${live}`)).status).toBe(400);
  bundle.settle();
  for (const id of [waiting, live]) expect((await bundle.call('DELETE', `/post/${id}`)).status).toBe(200);
  expect((await bundle.call('DELETE', `/post/${waiting}`)).status).toBe(404);
  expect((await bundle.get(`/post/${waiting}`)).body).toMatchObject({ status: 'DELETED', postedDate: null });
  expect((await bundle.get(`/post/${live}`)).body).toMatchObject({
    status: 'DELETED',
    externalData: { TWITTER: { permalink: expect.any(String) } },
  });
  expect((await bundle.get('/post')).body.total).toBe(0);
  expect((await bundle.get('/post?status=DELETED')).body.total).toBe(2);
  bundle.skip(3_600_000);
  bundle.settle();
  expect(bundle.published('never')).toEqual([]);
});

it('leaves nothing where that variant is chosen', async () => {
  await start({ deletion: 'gone' });
  const id = await idOf({ TWITTER: 'never' }, later());
  expect((await bundle.call('DELETE', `/post/${id}`)).body.status).toBe('DELETED');
  expect((await bundle.get(`/post/${id}`)).status).toBe(404);
});

it('tells of a failure as published, signed over the bytes', async () => {
  await start();
  receiver = await startReceiver();
  await adminOf(bundle.sandbox).post('/webhooks', {
    upstream: 'bundle-social',
    url: receiver.url,
    secret: 'shh',
  });
  await idOf({ FACEBOOK: 'told' });
  bundle.settle();
  const [first] = await receiver.atLeast(1);
  const event = JSON.parse(first?.body ?? '{}') as Record<string, unknown>;
  expect(event).toMatchObject({
    type: 'post.published',
    data: { status: 'ERROR', postedDate: null, scheduledDate: expect.any(String) },
  });
  expect(event.data).not.toHaveProperty('postDate');
  const signature = createHmac('sha256', 'shh')
    .update(first?.body ?? '')
    .digest('hex');
  expect(first?.headers['x-signature']).toBe(signature);
});

it('is lied about in its own words, under a signature that is wrong', async () => {
  await start();
  receiver = await startReceiver();
  bundle.sandbox.faults.add({ upstream: 'bundle-social', operation: '*.webhook', kind: 'forged-webhook' });
  await adminOf(bundle.sandbox).post('/webhooks', {
    ...{ upstream: 'bundle-social', url: receiver.url, secret: 'shh' },
  });
  await idOf({ FACEBOOK: 'told' });
  bundle.settle();
  const events = await receiver.atLeast(2);
  const statuses = events.map(({ headers, body }) => {
    const isSigned = headers['x-signature'] === createHmac('sha256', 'shh').update(body).digest('hex');
    return [(JSON.parse(body) as { data: { status: string } }).data.status, isSigned];
  });
  expect(statuses.sort()).toEqual([
    ['ERROR', true],
    ['POSTED', false],
  ]);
});

it('answers the sixth call of a second with 429 under documented limits', async () => {
  await start({}, { limits: 'documented' });
  const statuses = [];
  for (let call = 0; call < 6; call += 1) statuses.push((await bundle.get('/post')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});
