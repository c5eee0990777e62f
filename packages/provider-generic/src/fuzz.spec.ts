/** Manifests and replies of any shape: never an exception, never a guess. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProviderCallError, type HttpOutcome, type HttpPort, type JsonObject } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import fc from 'fast-check';
import { reference, submission, target } from '../test/posts';
import { createGenericProvider, loadPreset, parseManifest } from './index';

const provider = createGenericProvider(loadPreset('postato'));
const words = Object.keys(provider.descriptor.statusTable);

/** JSON that is like a reply often enough to get past the first look. */
const replyJson = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      id: fc.oneof(fc.constant('pst_1'), fc.jsonValue()),
      status: fc.oneof(fc.constantFrom(...words), fc.jsonValue()),
      items: fc.oneof(fc.array(fc.jsonValue(), { maxLength: 4 }), fc.jsonValue()),
      error: fc.jsonValue(),
      platform: fc.jsonValue(),
      scheduledAt: fc.jsonValue(),
      platformUrl: fc.jsonValue(),
      totalPages: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

const reply: fc.Arbitrary<HttpOutcome> = fc.record({
  kind: fc.constant('response' as const),
  status: fc.oneof(
    fc.constantFrom(200, 201, 204, 400, 404, 409, 422, 429, 500, 503),
    fc.integer({ min: 200, max: 599 }),
  ),
  headers: fc.constant({}),
  json: fc.oneof(replyJson, fc.constant(undefined)),
  text: fc.string(),
  requestId: fc.constant(null),
  durationMs: fc.constant(1),
});

function contextOf(replies: HttpOutcome[]) {
  let next = 0;
  const http: HttpPort = {
    send: () => Promise.resolve(replies[next++ % replies.length] ?? fail()),
  };
  const credentials: JsonObject = { apiKey: 'k'.repeat(20), baseUrl: 'https://postato.example' };
  return testContext({ credentials, http }).ctx;
}

function fail(): never {
  throw new Error('There is always a reply.');
}

const replies = fc.array(reply, { minLength: 1, maxLength: 4 });

describe('replies of any shape', () => {
  it('submit accepts only what names a post', async () => {
    await fc.assert(
      fc.asyncProperty(replies, async (given) => {
        const { posts } = await provider.submit(contextOf(given), submission(target()));
        expect(posts).toHaveLength(1);
        const [post] = posts;
        const first = given[0];
        if (post?.outcome === 'accepted') expect(post.reference.id).toEqual(expect.any(String));
        if (post?.outcome === 'rejected' && first?.kind === 'response') {
          expect(first.status).toBeGreaterThanOrEqual(400);
          expect(first.status).toBeLessThan(500);
          expect(first.status).not.toBe(408);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('read answers once for each post and never for another one', async () => {
    await fc.assert(
      fc.asyncProperty(replies, fc.integer({ min: 1, max: 6 }), async (given, count) => {
        const refs = Array.from({ length: count }, (_, n) => reference(`pst_${n + 1}`));
        const results = await provider.read(contextOf(given), refs);
        expect(results.map(({ postId }) => postId)).toEqual(refs.map(({ postId }) => postId));
        for (const result of results) {
          if (result.outcome !== 'found') continue;
          const { upstreamStatus, status } = result.snapshot;
          if (upstreamStatus === null) expect(status).toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('cancel, reschedule, check and accounts come to an end', async () => {
    await fc.assert(
      fc.asyncProperty(replies, async (given) => {
        const made = await provider.cancel?.(contextOf(given), reference(), null);
        expect(made?.outcome).toEqual(expect.any(String));
        await provider.reschedule?.(contextOf(given), reference(), '2031-01-01T00:00:00Z');
        await provider.checkConnection(contextOf(given));
        try {
          for await (const account of provider.listAccounts(contextOf(given))) {
            expect(account.reference).not.toBe('');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderCallError);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('webhooks of any bytes are hints or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (body) => {
          const hint = provider.webhooks?.parse(body, {});
          if (hint) expect(hint.dedupeKey).not.toBe('');
          expect(provider.webhooks?.verify(body, {}, ['s'], 0)).toEqual({
            ok: false,
            reason: 'no_signature',
          });
        },
      ),
    );
  });
});

describe('manifests of any shape', () => {
  const preset = readFileSync(join(__dirname, '../presets/postato.json'), 'utf8');

  /** Puts a value at the n-th place of the tree, counted in walking order. */
  function spoil(node: unknown, at: { left: number }, value: unknown): unknown {
    if (at.left-- === 0) return value;
    if (Array.isArray(node)) return node.map((each) => spoil(each, at, value));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, spoil(each, at, value)]));
  }

  it('are taken or refused with places, and those taken make a provider', () => {
    fc.assert(
      fc.property(fc.nat(420), fc.oneof(fc.jsonValue(), fc.string()), (left, value) => {
        const parsed = parseManifest(spoil(JSON.parse(preset), { left }, value));
        if (parsed.ok) expect(createGenericProvider(parsed.manifest).descriptor.id).toMatch(/^generic:/);
        else expect(parsed.issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
