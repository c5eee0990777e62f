/** The connection or its manifest changes between two tries: whatever was sent before may be published already. */
import type { JsonObject, Submission } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { submission, target } from '../test/posts';
import { startStubServer, type StubServer } from '../test/stub-server';
import { tinyManifest } from '../test/tiny-manifest';
import { TinyUpstream } from '../test/tiny-upstream';
import { createGenericProvider } from './index';
import type { Manifest } from './manifest-schema';

const NOW = Date.parse('2031-07-01T09:00:00Z');
const MINUTE = 60_000;
const keyed = { kind: 'header', name: 'x-key', windowSeconds: 86_400 };
const findable = { by: 'reference', absence: 'proves' };

let stub: StubServer;
let elsewhere: StubServer;
let upstream: TinyUpstream;
let other: TinyUpstream;
beforeEach(async () => {
  stub = await startStubServer();
  elsewhere = await startStubServer();
  upstream = new TinyUpstream(stub);
  other = new TinyUpstream(elsewhere);
});
afterEach(async () => {
  await stub.close();
  await elsewhere.close();
});

const published = () => [...upstream.published, ...other.published];
const fresh = () => submission(target(), { firstAttemptAt: NOW });
const here = (): JsonObject => ({ key: 'secret', host: stub.url });
const there = (): JsonObject => ({ key: 'secret', host: elsewhere.url });

async function attempt(given: Submission, manifest: Manifest, credentials: JsonObject, now = NOW) {
  const context = testContext({ credentials, now: () => now });
  const { posts } = await createGenericProvider(manifest).submit(context.ctx, given);
  context.close();
  return { post: posts[0], next: { ...given, checkpoint: context.lastCheckpoint() ?? given.checkpoint } };
}

/** As often as the gateway would, until it is sure. */
async function retry(given: Submission, manifest: Manifest, credentials: JsonObject) {
  let next = given;
  let last = null;
  for (const minutes of [1, 3, 6, 8, 10, 60]) {
    const step = await attempt(next, manifest, credentials, NOW + minutes * MINUTE);
    last = step.post;
    next = step.next;
    if (last?.outcome === 'accepted') break;
  }
  return last;
}

describe('after a lost reply', () => {
  it('a manifest that learns of keys does not make the first request repeatable', async () => {
    upstream.faults.create = ['unheard'];
    const { next } = await attempt(fresh(), tinyManifest({}), here());
    expect(await retry(next, tinyManifest({ idempotency: keyed }), here())).toMatchObject({
      outcome: 'unknown',
    });
    expect(published()).toEqual(['acc_1']);
  });

  it.each<[string, JsonObject]>([
    ['another form', { ...keyed, format: 'uuid' }],
    ['another header', { ...keyed, name: 'idempotency-key' }],
    ['another place', { kind: 'query', name: 'key', windowSeconds: 86_400 }],
  ])('keys of %s are other keys', async (_name, idempotency) => {
    upstream.faults.create = ['unheard'];
    const { next } = await attempt(fresh(), tinyManifest({ idempotency: keyed }), here());
    await retry(next, tinyManifest({ idempotency }), here());
    expect(published()).toEqual(['acc_1']);
    // The same manifest again: the key protects.
    expect(await retry(next, tinyManifest({ idempotency: keyed }), here())).toMatchObject({
      outcome: 'accepted',
    });
    expect(published()).toEqual(['acc_1']);
  });

  it('a place that is named in the query is part of where the key counts', async () => {
    const createPost = {
      method: 'POST',
      path: '/posts',
      query: { team: '{connection.team}' },
      body: "{ 'to': [targets.{ 'account': $.account.reference, 'platform': word }] }",
    };
    const connection = {
      properties: {
        key: { title: 'Key', writeOnly: true },
        host: { title: 'Host' },
        team: { title: 'Team' },
      },
      required: ['key', 'host', 'team'],
    };
    const manifest = tinyManifest({ idempotency: keyed, connection, operations: { createPost } });
    upstream.faults.create = ['unheard'];
    const { next } = await attempt(fresh(), manifest, { ...here(), team: 'a' });
    await retry(next, manifest, { ...here(), team: 'b' });
    expect(stub.requests.filter(({ method }) => method === 'POST').map(({ query }) => query)).toEqual([
      { team: 'a' },
    ]);
  });

  it.each<[string, () => JsonObject]>([
    ['other credentials', () => ({ ...here(), key: 'another' })],
    ['another address', there],
  ])('a list that is seen with %s proves no absence', async (_name, credentials) => {
    const manifest = tinyManifest({ find: findable });
    upstream.faults.create = ['unheard'];
    // What others cannot see.
    const { next } = await attempt(fresh(), manifest, here());
    upstream.posts.clear();
    expect(await retry(next, manifest, credentials())).toMatchObject({ outcome: 'unknown' });
    expect(published()).toEqual(['acc_1']);
    const context = testContext({ credentials: credentials(), now: () => NOW + 60 * MINUTE });
    const looked = await createGenericProvider(
      tinyManifest({ find: { ...findable, absence: 'at_once' } }),
    ).lookup?.(context.ctx, next);
    expect(looked).toEqual({ outcome: 'absent', authoritative: false });
    context.close();
  });

  it('a list that is asked for references since does not prove the absence of what bore none', async () => {
    upstream.faults.create = ['unheard'];
    const silent = {
      createPost: {
        method: 'POST',
        path: '/posts',
        body: "{ 'text': post.text, 'to': [targets.{ 'account': $.account.reference, 'platform': word }] }",
      },
    };
    const { next } = await attempt(fresh(), tinyManifest({ operations: silent }), here());
    const findPosts = { path: '/found', rows: 'posts' };
    stub.answer(({ method, path }) => {
      if (path === '/found') return { json: { posts: [] } };
      if (method === 'POST') upstream.published.push('again');
      return undefined;
    });
    const manifest = tinyManifest({ find: findable, operations: { findPosts } });
    expect(await retry(next, manifest, here())).toMatchObject({ outcome: 'unknown' });
    expect(published()).toEqual(['acc_1']);
  });

  it('a key that the upstream knows for a minute is not relied on in its last moments', async () => {
    const manifest = tinyManifest({ idempotency: { ...keyed, windowSeconds: 120 } });
    upstream.faults.create = ['unheard'];
    const { next } = await attempt(fresh(), manifest, here());
    const late = await attempt(next, manifest, here(), NOW + 61_000);
    expect(late.post).toMatchObject({ outcome: 'unknown' });
    expect((await attempt(next, manifest, here(), NOW + 59_000)).post).toMatchObject({ outcome: 'accepted' });
    expect(published()).toEqual(['acc_1']);
  });
});

it('what never left is made anew for another place, so that a later way back finds no mark of the first', async () => {
  const manifest = tinyManifest({ idempotency: keyed });
  const gone = { key: 'secret', host: 'http://127.0.0.1:1' };
  const { next } = await attempt(fresh(), manifest, gone);
  expect(next.checkpoint).toMatchObject({ sent: false });
  upstream.faults.create = ['unheard'];
  const second = await attempt(next, manifest, here(), NOW + MINUTE);
  const back = await attempt(second.next, manifest, gone, NOW + 2 * MINUTE);
  expect(back.post).toMatchObject({ outcome: 'unknown' });
  expect(await retry(back.next, manifest, here())).toMatchObject({ outcome: 'accepted' });
  expect(published()).toEqual(['acc_1']);
});

describe('a draft', () => {
  const releasePost = { method: 'POST', path: '/posts/{ref.id}/release', body: "{ 'on': true }" };
  const cancelPost = { method: 'DELETE', path: '/posts/{ref.id}' };
  const manifest = tinyManifest({ operations: { releasePost, cancelPost } });
  const stranger = submission(
    target({ content: { text: 'Of somebody else', media: [], thread: [] } as never }),
  );

  beforeEach(async () => {
    upstream.drafts = true;
    other.drafts = true;
    // Bears the id that ours will have.
    other.faults.release = ['lost'];
    await attempt(stranger, manifest, there());
    expect(other.posts.get('p1')?.status).toBe('draft');
    other.faults.release = [];
  });

  it('of the same id elsewhere is neither released nor deleted, and ours is made there', async () => {
    upstream.faults.release = [{ status: 503, json: {} }];
    const first = await attempt(fresh(), manifest, here());
    const stored = { ...first.next.checkpoint, stage: 'draft' };
    const { post } = await attempt({ ...fresh(), checkpoint: stored }, manifest, there());
    expect(post).toMatchObject({ outcome: 'accepted', reference: { id: 'p2' } });
    expect(other.posts.get('p1')?.status).toBe('draft');
  });

  it('that may have been released is not looked for elsewhere', async () => {
    upstream.faults.release = ['unheard'];
    const { next } = await attempt(fresh(), manifest, here());
    expect(await retry(next, manifest, there())).toMatchObject({ outcome: 'unknown' });
    expect(published()).toEqual(['acc_1']);
    expect(await retry(next, manifest, here())).toMatchObject({
      outcome: 'accepted',
      reference: { id: 'p1' },
    });
    expect(published()).toEqual(['acc_1']);
  });
});
