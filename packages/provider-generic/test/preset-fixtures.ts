/** Replies in their documented shapes, of invented values, and a preset that gets them over HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostReference, Provider, ReadResult, Submission } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { createGenericProvider, loadPreset, type PresetName } from '../src/index';
import { startStubServer, type StubReply, type StubRequest, type StubServer } from './stub-server';

/** When all fixtures were recorded. */
export const RECORDED_AT = Date.parse('2031-07-01T09:00:00Z');

export type Recorded = Exclude<StubReply, 'reset'> & { json: unknown };

export function recorded(preset: PresetName, name: string): Recorded {
  const file = join(__dirname, 'fixtures', preset, `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
}

export interface RecordedUpstream {
  provider: Provider;
  stub: StubServer;
  /** By `GET /path` (a star at its end covers the rest); later entries go first. Values are names of fixtures, or `reset`. */
  play(replies: Record<string, string>): void;
  submit(
    given: Submission,
  ): Promise<{ post: Awaited<ReturnType<Provider['submit']>>['posts'][number]; next: Submission }>;
  read(ref: PostReference): Promise<ReadResult | undefined>;
  cancel(ref: PostReference): ReturnType<NonNullable<Provider['cancel']>>;
  reschedule(ref: PostReference, at: string): ReturnType<NonNullable<Provider['reschedule']>>;
  /** Requests of that method so far. */
  sent(method: string): StubRequest[];
  close(): Promise<void>;
}

export async function startRecorded(preset: PresetName): Promise<RecordedUpstream> {
  const stub = await startStubServer();
  const provider = createGenericProvider(loadPreset(preset));
  const context = () =>
    testContext({
      credentials: { apiKey: 'key_of_fixtures', baseUrl: stub.url },
      now: () => RECORDED_AT,
    });
  const within = async <T>(call: (made: ReturnType<typeof context>) => Promise<T>): Promise<T> => {
    const made = context();
    try {
      return await call(made);
    } finally {
      made.close();
    }
  };
  const missing = () => Promise.reject(new Error(`${preset} cannot do that.`));
  return {
    provider,
    stub,
    play: (replies) => {
      const rules = Object.entries(replies).reverse();
      stub.answer(({ method, path }) => {
        const asked = `${method} ${path}`;
        const rule = rules.find(([key]) =>
          key.endsWith('*') ? asked.startsWith(key.slice(0, -1)) : key === asked,
        );
        if (!rule) return undefined;
        return rule[1] === 'reset' ? 'reset' : recorded(preset, rule[1]);
      });
    },
    submit: (given) =>
      within(async ({ ctx, lastCheckpoint }) => {
        const { posts } = await provider.submit(ctx, given);
        const [post] = posts;
        if (!post) throw new Error('There is one answer for each target.');
        return { post, next: { ...given, checkpoint: lastCheckpoint() ?? given.checkpoint } };
      }),
    read: (ref) => within(async ({ ctx }) => (await provider.read(ctx, [ref]))[0]),
    cancel: (ref) => within(({ ctx }) => provider.cancel?.(ctx, ref, null) ?? missing()),
    reschedule: (ref, at) => within(({ ctx }) => provider.reschedule?.(ctx, ref, at) ?? missing()),
    sent: (method) => stub.requests.filter((request) => request.method === method),
    close: () => stub.close(),
  };
}
