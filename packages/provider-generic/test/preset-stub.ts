/** One preset against replies in the documented shape, which a spec hands out one by one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject, PostReference, ReadResult, Submission } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { createGenericProvider, loadPreset, type PresetName } from '../src/index';
import { startStubServer, type StubServer } from './stub-server';

export interface PresetStub {
  stub: StubServer;
  provider: ReturnType<typeof createGenericProvider>;
  /** A file of `test/fixtures/<preset>`, with these members of its root changed. */
  fixture<T = JsonObject>(name: string, more?: JsonObject): T;
  submit(
    given: Submission,
    more?: Partial<TestContextOptions>,
  ): Promise<{
    post: Awaited<ReturnType<PresetStub['provider']['submit']>>['posts'][number];
    next: Submission;
  }>;
  read(...refs: PostReference[]): Promise<ReadResult[]>;
  context(more?: Partial<TestContextOptions>): ReturnType<typeof testContext>;
  /** What was asked, as `GET /posts`. */
  asked(): string[];
}

export async function openPresetStub(preset: PresetName, credentials: JsonObject = {}): Promise<PresetStub> {
  const stub = await startStubServer();
  const provider = createGenericProvider(loadPreset(preset));
  const context = (more: Partial<TestContextOptions> = {}) =>
    testContext({ credentials: { apiKey: 'secret', baseUrl: stub.url, ...credentials }, ...more });
  return {
    ...{ stub, provider, context },
    fixture: <T = JsonObject>(name: string, more: JsonObject = {}) => {
      const json = JSON.parse(
        readFileSync(join(__dirname, 'fixtures', preset, `${name}.json`), 'utf8'),
      ) as Json;
      return (Array.isArray(json) ? json : { ...(json as JsonObject), ...more }) as T;
    },
    submit: async (given, more) => {
      const { ctx, lastCheckpoint } = context(more);
      const [post] = (await provider.submit(ctx, given)).posts;
      if (!post) throw new Error('A submission is answered.');
      return { post, next: { ...given, checkpoint: lastCheckpoint() ?? given.checkpoint } };
    },
    read: (...refs) => provider.read(context().ctx, refs),
    asked: () => stub.requests.map(({ method, path }) => `${method} ${path}`),
  };
}
