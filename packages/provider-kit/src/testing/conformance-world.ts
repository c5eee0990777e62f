/** An upstream, the proxy before it and a provider, with the steps that every group of tests repeats. */
import type {
  PostReference,
  PostSubmitResult,
  Provider,
  ReadResult,
  Submission,
  SubmissionTarget,
} from '@postern/core';
import type { ConformanceOptions, ConformanceUpstream } from './conformance-types';
import { startFaultProxy, type FaultProxy } from './fault-proxy';
import { testContext, type TestContext, type TestContextOptions } from './test-context';

export interface World {
  provider: Provider;
  upstream: ConformanceUpstream;
  proxy: FaultProxy;
  /** A context that goes through the proxy; closed with the world. */
  context(more?: Partial<TestContextOptions>): TestContext;
  /** A text that no other test uses. */
  text(): string;
  /** One submission of up to `count` targets with that text, as `plan` would make it. */
  submission(count: number, text: string, more?: Partial<Submission>): Promise<Submission>;
  close(): Promise<void>;
}

let serial = 0;

/** A world with an upstream of its own, which closes with it. */
export async function openWorld(options: ConformanceOptions): Promise<World> {
  const upstream = await options.upstream();
  const world = await worldBefore(upstream, options.create());
  const close = async () => {
    await world.close();
    await upstream.close();
  };
  return { ...world, close };
}

/**
 * One upstream for the tests of a group, because starting one is what costs most, and before it a world for each
 * test: neither faults nor requests nor connections pass from one to the next, and texts keep their posts apart.
 */
export function useWorld(options: ConformanceOptions): () => World {
  const held: { upstream?: ConformanceUpstream; world?: World } = {};
  beforeAll(async () => {
    held.upstream = await options.upstream();
  });
  beforeEach(async () => {
    if (held.upstream) held.world = await worldBefore(held.upstream, options.create());
  });
  afterEach(() => held.world?.close());
  afterAll(() => held.upstream?.close());
  return () => {
    if (!held.world) throw new Error('The world opens before each test.');
    return held.world;
  };
}

async function worldBefore(upstream: ConformanceUpstream, provider: Provider): Promise<World> {
  const proxy = await startFaultProxy(upstream.baseUrl);
  const open: TestContext[] = [];
  return {
    provider,
    upstream,
    proxy,
    context: (more = {}) => {
      const made = testContext({
        credentials: upstream.credentials(proxy.url),
        secrets: upstream.secrets,
        now: () => upstream.now(),
        ...more,
      });
      open.push(made);
      return made;
    },
    text: () => `conformance ${process.pid} ${(serial += 1)} end`,
    submission: async (count, text, more = {}) => {
      const [targets = []] = provider.plan(await upstream.targets(count, text));
      return submissionOf(targets, upstream.now(), more);
    },
    close: async () => {
      for (const context of open) context.close();
      await proxy.close();
    },
  };
}

export function submissionOf(
  targets: SubmissionTarget[],
  now: number,
  more: Partial<Submission>,
): Submission {
  serial += 1;
  return {
    id: `sub_${process.pid}_${serial}`,
    idempotencyKey: `sub_${process.pid}_${serial}.${now}.1.1`,
    scheduledAt: null,
    targets,
    checkpoint: null,
    firstAttemptAt: now,
    ...more,
  };
}

/** What `read` needs of a post that `submit` accepted. */
export function referencesOf(submission: Submission, posts: readonly PostSubmitResult[]): PostReference[] {
  return posts.map((post) => {
    const target = submission.targets.find(({ postId }) => postId === post.postId);
    if (post.outcome !== 'accepted' || !target) {
      throw new Error(`expected an accepted target, got ${JSON.stringify(post)}`);
    }
    return {
      ...post.reference,
      postId: post.postId,
      platform: target.platform,
      accountReference: target.accountReference,
      accountData: target.accountData,
      text: target.content.text,
    };
  });
}

/** Submits and hands back references; fails the test unless all were accepted. */
export async function accepted(world: World, submission: Submission): Promise<PostReference[]> {
  const { posts } = await world.provider.submit(world.context().ctx, submission);
  return referencesOf(submission, posts);
}

/** Snapshots by post id; fails the test where a read brought none. */
export async function found(world: World, refs: readonly PostReference[]) {
  const results = await world.provider.read(world.context().ctx, refs);
  expectOncePerReference(results, refs);
  return results.map((result) => {
    if (result.outcome !== 'found') throw new Error(`expected a snapshot, got ${JSON.stringify(result)}`);
    return result.snapshot;
  });
}

export function expectOncePerReference(results: readonly ReadResult[], refs: readonly PostReference[]): void {
  expect(results.map(({ postId }) => postId).sort()).toEqual(refs.map(({ postId }) => postId).sort());
}
