/** The sandbox's Postato as the contract's suite needs it, by whichever transport a preset reaches it. */
import type { JsonObject, PostReference, SubmissionTarget } from '@postern/core';
import type { ConformanceUpstream } from '@postern/provider-kit/testing';
import { startSandbox, type SandboxOptions } from '@postern/sandbox';

export type PostatoOptions = NonNullable<SandboxOptions['postato']>;

export interface PostatoSeeds {
  baseUrl: string;
  apiKey: string;
  workspaceId: string;
  accounts: { id: string; platform: string; status: string }[];
}

interface PostatoWorld {
  options?: PostatoOptions;
  /** Beside the key, what the connection needs to reach that address. */
  address: (baseUrl: string, seeds: PostatoSeeds) => JsonObject;
  manyReferences?: (seeds: PostatoSeeds, targets: SubmissionTarget[]) => Promise<PostReference[]>;
}

export async function postatoWorld({
  options,
  address,
  manyReferences,
}: PostatoWorld): Promise<ConformanceUpstream> {
  // The suite makes more posts than a minute allows.
  const sandbox = await startSandbox({
    postato: { createsPerMinute: null, insecureWebhooks: true, ...options },
  });
  const seeds = sandbox.seeds()['postato'] as PostatoSeeds;
  const usable = seeds.accounts.filter(
    ({ platform, status }) => status === 'connected' && ['twitter', 'linkedin'].includes(platform),
  );
  const accountData = { workspaceId: seeds.workspaceId };
  let serial = 0;
  const target = (text: string): SubmissionTarget => {
    serial += 1;
    const account = usable[serial % usable.length];
    return {
      postId: `post-${serial}`,
      platform: account?.platform === 'twitter' ? 'x' : (account?.platform ?? ''),
      accountReference: account?.id ?? '',
      accountData,
      content: { text, media: [], thread: [], firstComment: null },
      options: {},
    };
  };
  const missing: PostReference = {
    id: 'pst_01J00000000000000000000000',
    data: {},
    postId: 'post-missing',
    platform: 'x',
    accountReference: usable[0]?.id ?? '',
    accountData,
    text: 'never sent',
  };
  return {
    baseUrl: seeds.baseUrl,
    secrets: [seeds.apiKey],
    credentials: (baseUrl) => ({ apiKey: seeds.apiKey, ...address(baseUrl, seeds) }),
    badCredentials: (baseUrl) => ({ apiKey: `${seeds.apiKey}x`, ...address(baseUrl, seeds) }),
    targets: (count, text) => Array.from({ length: count }, () => target(text)),
    publishedCount: (text) =>
      sandbox.network.entries({ upstream: 'postato' }).filter((entry) => entry.text.includes(text)).length,
    settle: () => {
      for (let step = 0; step < 10; step += 1) {
        sandbox.clock.advance(5_000);
        sandbox.tick();
      }
      return Promise.resolve();
    },
    now: () => sandbox.clock.now(),
    missingReference: () => missing,
    ...(manyReferences && {
      manyReferences: (count: number) =>
        manyReferences(
          seeds,
          Array.from({ length: count }, () => target('One of many')),
        ),
    }),
    registeredCount: async (url) => {
      const state = (await (await fetch(`${sandbox.url}/_sandbox/state`)).json()) as {
        postato: { webhooks: { url: string }[] };
      };
      return state.postato.webhooks.filter((webhook) => webhook.url === url).length;
    },
    close: () => sandbox.stop(),
  };
}
