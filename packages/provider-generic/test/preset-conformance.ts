/** The contract's suite for a preset against the upstream that the sandbox plays from its own description. */
import type { JsonObject, PostReference, Provider, ProviderAccount, SubmissionTarget } from '@postern/core';
import {
  describeProviderConformance,
  referencesOf,
  submissionOf,
  testContext,
  type ConformanceOptions,
  type ConformanceUpstream,
} from '@postern/provider-kit/testing';
import { startSandbox, type DescribedChoice } from '@postern/sandbox';
import { presetProvider, type PresetName } from '../src/index';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  accounts: { id: string; platform: string; handle: string; status: string }[];
  [extra: string]: unknown;
}

export interface PresetConformance extends Omit<ConformanceOptions, 'name' | 'create' | 'upstream'> {
  preset: PresetName;
  /** How the sandbox plays it: its name, with variants where the documentation contradicts itself. */
  described: DescribedChoice;
  /** Beside key and address, what the connection needs; by default what the seeds call the same. */
  credentials?: (seeds: Seeds) => JsonObject;
  /** Ours; by default x and linkedin. Only these are posted to, because they take a text alone. */
  platforms?: readonly string[];
  /** A well-formed id that the upstream does not have. */
  missingId: string;
  missingData?: Record<string, string>;
}

type UpstreamOptions = Pick<PresetConformance, 'preset' | 'described' | 'credentials' | 'platforms'> &
  Partial<PresetConformance>;

export function describePreset({ preset, described, ...options }: PresetConformance): void {
  // It keeps nothing between calls, so that one serves all worlds.
  const provider = presetProvider(preset);
  describeProviderConformance({
    ...options,
    name: preset,
    create: () => provider,
    upstream: () => openUpstream(provider, { preset, described, ...options }),
  });
}

/** Opens what the sandbox plays, with the accounts that the provider lists there. */
export async function openUpstream(
  provider: Provider,
  options: UpstreamOptions,
): Promise<ConformanceUpstream> {
  const { preset, described, platforms = ['x', 'linkedin'] } = options;
  const sandbox = await startSandbox({ described: [described] });
  const name = typeof described === 'string' ? described : described.name;
  const seeds = sandbox.seeds()[name] as Seeds;
  const known = provider.descriptor.configSchema.properties;
  const extra = Object.fromEntries(
    Object.entries(seeds).filter(
      (entry): entry is [string, string] =>
        entry[0] in known && entry[0] !== 'webhookSecrets' && typeof entry[1] === 'string',
    ),
  );
  const credentials = (baseUrl: string): JsonObject => ({
    ...extra,
    apiKey: seeds.apiKey,
    baseUrl,
    ...options.credentials?.(seeds),
  });
  const accounts = await usable(provider, credentials(seeds.baseUrl), seeds, platforms);
  let serial = 0;
  const target = (text: string): SubmissionTarget => {
    const account = accounts[serial % accounts.length];
    if (!account) throw new Error(`${preset} lists no account to post to.`);
    serial += 1;
    return {
      postId: `post-${serial}`,
      platform: account.platform,
      accountReference: account.reference,
      accountData: account.data,
      content: { text, media: [], thread: [], firstComment: null },
      options: {},
    };
  };
  return {
    baseUrl: seeds.baseUrl,
    secrets: [seeds.apiKey],
    credentials,
    badCredentials: (baseUrl) => ({ ...credentials(baseUrl), apiKey: `${seeds.apiKey}x` }),
    targets: (count, text) => Array.from({ length: count }, () => target(text)),
    publishedCount: (text) =>
      sandbox.network.entries({ upstream: name }).filter((entry) => entry.text.includes(text)).length,
    settle: () => {
      for (let step = 0; step < 10; step += 1) {
        sandbox.clock.advance(5_000);
        sandbox.tick();
      }
      return Promise.resolve();
    },
    now: () => sandbox.clock.now(),
    missingReference: (): PostReference => ({
      ...target('never sent'),
      id: options.missingId ?? 'none',
      data: options.missingData ?? {},
      postId: 'post-missing',
      text: 'never sent',
    }),
    manyReferences: (count) => {
      const targets = Array.from({ length: count }, (_, index) => target(`one of many ${index}`));
      return inTheFuture(provider, credentials(seeds.baseUrl), sandbox.clock.now(), targets);
    },
    registeredCount: async (url) => {
      const state = await (await fetch(`${sandbox.url}/_sandbox/state`)).json();
      const { receivers } = (state as Record<string, { receivers: { url: string }[] }>)[
        `described:${name}`
      ] ?? {
        receivers: [],
      };
      return receivers.filter((receiver) => receiver.url === url).length;
    },
    close: () => sandbox.stop(),
  };
}

/** So many are sent at once that a slow machine still answers each in time. */
const AT_ONCE = 10;

/** Posts for tomorrow; each has a text of its own, because some upstreams refuse one that they had before. */
async function inTheFuture(
  provider: Provider,
  credentials: JsonObject,
  now: number,
  targets: SubmissionTarget[],
): Promise<PostReference[]> {
  const context = testContext({ credentials, now: () => now });
  const scheduledAt = new Date(now + 86_400_000).toISOString();
  const made: PostReference[] = [];
  const waiting = provider.plan(targets);
  while (waiting.length > 0) {
    const some = await Promise.all(
      waiting.splice(0, AT_ONCE).map(async (planned) => {
        const submission = submissionOf(planned, now, { scheduledAt });
        return referencesOf(submission, (await provider.submit(context.ctx, submission)).posts);
      }),
    );
    made.push(...some.flat());
  }
  context.close();
  return made;
}

/** As the gateway gets them, so that what a target carries is what the manifest made of the list. */
async function usable(
  provider: Provider,
  credentials: JsonObject,
  seeds: Seeds,
  platforms: readonly string[],
): Promise<ProviderAccount[]> {
  const context = testContext({ credentials });
  const accounts: ProviderAccount[] = [];
  for await (const account of provider.listAccounts(context.ctx)) accounts.push(account);
  context.close();
  const expired = new Set(
    seeds.accounts.filter(({ status }) => status !== 'connected').map(({ handle }) => handle),
  );
  return accounts.filter(
    ({ platform, handle }) => platforms.includes(platform) && !expired.has(handle ?? ''),
  );
}
