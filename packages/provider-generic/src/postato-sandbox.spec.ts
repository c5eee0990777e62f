/** Whole stories against the sandbox's Postato, where what the networks show can be counted. */
import type { PostReference, ProviderSnapshot, SubmissionTarget } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { startSandbox, type RunningSandbox } from '@postern/sandbox';
import { submission } from '../test/posts';
import { presetProvider } from './index';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  allWorkspacesKey: string;
  readOnlyKey: string;
  workspaceId: string;
  accounts: { id: string; platform: string; status: string }[];
}

describe('Postato in the sandbox', () => {
  const provider = presetProvider('postato');
  let sandbox: RunningSandbox;
  let seeds: Seeds;
  let serial = 0;
  beforeEach(async () => {
    sandbox = await startSandbox({ postato: { dialect: 'mixed' } });
    seeds = sandbox.seeds()['postato'] as Seeds;
  });
  afterEach(() => sandbox.stop());

  const context = (apiKey = seeds.apiKey) =>
    testContext({ credentials: { apiKey, baseUrl: seeds.baseUrl }, now: () => sandbox.clock.now() });
  const settle = () => {
    for (let step = 0; step < 12; step += 1) {
      sandbox.clock.advance(5_000);
      sandbox.tick();
    }
  };
  const shownTexts = () => sandbox.network.entries({ upstream: 'postato' }).map(({ text }) => text);

  function target(word: string, content: Partial<SubmissionTarget['content']>, status = 'connected') {
    const account = seeds.accounts.find((each) => each.platform === word && each.status === status);
    serial += 1;
    return {
      postId: `post_${serial}`,
      platform: word === 'twitter' ? 'x' : word,
      accountReference: account?.id ?? '',
      accountData: { workspaceId: seeds.workspaceId },
      content: { text: '', media: [], thread: [], firstComment: null, ...content },
      options: {},
    } satisfies SubmissionTarget;
  }

  async function submit(of: SubmissionTarget, scheduledAt: string | null = null): Promise<PostReference> {
    const sent = submission(of, {
      idempotencyKey: `key_${of.postId}`,
      firstAttemptAt: sandbox.clock.now(),
      scheduledAt,
    });
    const [post] = (await provider.submit(context().ctx, sent)).posts;
    if (post?.outcome !== 'accepted') throw new Error(JSON.stringify(post));
    const { postId, platform, accountReference, accountData, content } = of;
    return { ...post.reference, postId, platform, accountReference, accountData, text: content.text };
  }

  async function shown(ref: PostReference): Promise<ProviderSnapshot> {
    const [result] = await provider.read(context().ctx, [ref]);
    if (result?.outcome !== 'found') throw new Error(JSON.stringify(result));
    return result.snapshot;
  }

  it('publishes a text, a thread, and media that it uploads or hands over by address', async () => {
    const address = { url: `${sandbox.url}/samples/a.jpg`, altText: 'A sample' };
    const refs = [
      await submit(target('linkedin', { text: 'plain' })),
      await submit(
        target('twitter', { text: 'one', thread: [{ text: 'two', media: [address] }, { text: 'three' }] }),
      ),
      await submit(target('instagram', { text: 'stored', media: [{ mediaId: 'med_1' }, address] })),
      await submit(target('youtube', { text: 'film', media: [{ url: `${sandbox.url}/samples/a.mp4` }] })),
    ];
    settle();
    for (const ref of refs) {
      expect(await shown(ref)).toMatchObject({
        status: 'published',
        platformPostId: expect.any(String),
        platformPostUrl: expect.stringMatching(/^https:/),
        error: null,
      });
    }
    expect((await shown(refs[1] as PostReference)).parts).toMatchObject([{ index: 1 }, { index: 2 }]);
    expect(shownTexts().sort()).toEqual(['film', 'one', 'plain', 'stored', 'three', 'two']);
  });

  it.each([
    ['#fail-auth', 'AUTH_EXPIRED'],
    ['#fail-content', 'CONTENT_REJECTED'],
    ['#fail-rate', 'RATE_LIMITED'],
    ['#fail-network', 'NETWORK_ERROR'],
    ['#fail-odd', 'UPSTREAM_ERROR'],
    ['x'.repeat(300), 'CONTENT_INVALID'],
  ])('reads a delivery that failed: %s', async (text, code) => {
    const ref = await submit(target('twitter', { text }));
    settle();
    expect(await shown(ref)).toMatchObject({
      status: 'failed',
      error: { code, upstreamCode: expect.any(String), upstreamMessage: expect.any(String) },
    });
    expect(shownTexts()).toEqual([]);
  });

  it('tells a thread that broke off from one that failed', async () => {
    const ref = await submit(target('twitter', { text: 'one', thread: [{ text: 'two #fail-content' }] }));
    settle();
    expect(await shown(ref)).toMatchObject({ status: 'failed', error: { code: 'THREAD_INCOMPLETE' } });
    expect(shownTexts()).toEqual(['one']);
  });

  it.each([
    ['approved', 'published', null],
    ['rejected', 'failed', 'CONTENT_REJECTED'],
    ['expired', 'failed', 'APPROVAL_EXPIRED'],
  ])('follows an approval that is %s', async (decision, status, code) => {
    const ref = await submit(target('linkedin', { text: 'please #needs-approval' }));
    expect(await shown(ref)).toMatchObject({ status: 'pending_approval', error: null });
    const decided = await fetch(`${seeds.baseUrl}/_sandbox/approvals/${ref.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decision }),
    });
    expect(decided.ok).toBe(true);
    settle();
    const after = await shown(ref);
    expect(after.status).toBe(status);
    expect(after.error?.code ?? null).toBe(code);
  });

  it('cancels and moves what waits, and loses against what went out', async () => {
    const soon = new Date(sandbox.clock.now() + 3_600_000).toISOString();
    const later = new Date(sandbox.clock.now() + 7_200_000).toISOString();
    const moved = await submit(target('linkedin', { text: 'moved' }), soon);
    const dropped = await submit(target('linkedin', { text: 'dropped' }), soon);
    const out = await submit(target('linkedin', { text: 'out' }));
    settle();
    expect(await provider.reschedule?.(context().ctx, moved, later)).toMatchObject({ outcome: 'done' });
    expect(await shown(moved)).toMatchObject({ status: 'scheduled', scheduledAt: later });
    expect(await provider.cancel?.(context().ctx, dropped, null)).toMatchObject({ outcome: 'done' });
    expect(await provider.cancel?.(context().ctx, dropped, null)).toMatchObject({ outcome: 'done' });
    for (const lost of [
      await provider.cancel?.(context().ctx, out, null),
      await provider.reschedule?.(context().ctx, out, later),
    ]) {
      expect(lost).toMatchObject({ outcome: 'too_late', snapshot: { status: 'published' } });
    }
    sandbox.clock.advance(7_300_000);
    settle();
    expect(shownTexts().sort()).toEqual(['moved', 'out']);
  });

  it('lists the accounts of every workspace that the key reaches', async () => {
    const listed = [];
    for await (const account of provider.listAccounts(context(seeds.allWorkspacesKey).ctx))
      listed.push(account);
    expect(new Set(listed.map(({ data }) => data['workspaceId'])).size).toBe(2);
    expect(listed).toContainEqual(expect.objectContaining({ platform: 'x', status: 'reauth_required' }));
    expect(listed.map(({ platform }) => platform)).not.toContain('twitter');
  });

  it('is refused with a key that may only read', async () => {
    const sent = submission(target('linkedin', { text: 'no' }), { firstAttemptAt: sandbox.clock.now() });
    expect(await provider.submit(context(seeds.readOnlyKey).ctx, sent)).toMatchObject({
      posts: [{ outcome: 'rejected', error: { code: 'AUTH_FORBIDDEN', upstreamCode: 'permission_denied' } }],
    });
  });
});
