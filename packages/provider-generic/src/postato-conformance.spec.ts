/** The contract's suite against the sandbox's Postato, in both of its status dialects. */
import { createHmac } from 'node:crypto';
import type { PostReference, SubmissionTarget } from '@postern/core';
import { describeProviderConformance, type ConformanceUpstream } from '@postern/provider-kit/testing';
import { startSandbox, type SandboxOptions } from '@postern/sandbox';
import { presetProvider } from './index';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  workspaceId: string;
  accounts: { id: string; platform: string; status: string }[];
}

type PostatoOptions = NonNullable<SandboxOptions['postato']>;

async function upstream(options: PostatoOptions): Promise<ConformanceUpstream> {
  // The suite makes more posts than a minute allows.
  const sandbox = await startSandbox({ postato: { createsPerMinute: null, ...options } });
  const seeds = sandbox.seeds()['postato'] as Seeds;
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
    credentials: (baseUrl) => ({ apiKey: seeds.apiKey, baseUrl }),
    badCredentials: (baseUrl) => ({ apiKey: `${seeds.apiKey}x`, baseUrl }),
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
    close: () => sandbox.stop(),
  };
}

const READINGS: [name: string, options: PostatoOptions][] = [
  ['Postato, the schema’s words', { dialect: 'A' }],
  [
    'Postato, the guides’ words',
    { dialect: 'B', errorForm: 'string', replay: 'previous-response', createdStatus: 200 },
  ],
];

describe.each(READINGS)('%s', (name, options) => {
  describeProviderConformance({
    name,
    create: () => presetProvider('postato'),
    upstream: () => upstream(options),
    documentedStatuses: [
      'pending',
      'queued',
      'processing',
      'publishing',
      'retrying',
      'published',
      'failed',
      'scheduled',
      'draft',
      'pending_approval',
      'rejected',
      'cancelled',
    ],
    statusKeys: ['status'],
    identityKeys: ['id', 'items'],
    isPublishingStep: ({ method, path }) => method === 'POST' && path.endsWith('/posts'),
    isCancelStep: ({ method }) => method === 'DELETE',
    isRescheduleStep: ({ method }) => method === 'PATCH',
    // Three pages of a hundred.
    readMany: { atMostCalls: 3 },
    webhooks: {
      secret: 'whsec_conformance',
      signatureHeader: 'x-webhook-signature',
      staleAfterMs: 300_000,
      sign: (reference, secret, at, kind = 'published') => {
        const event = { type: `post.${kind}`, data: { postId: reference, status: kind } };
        const rawBody = Buffer.from(JSON.stringify(event));
        const time = Math.floor(at / 1_000);
        const mac = createHmac('sha256', secret || 'none')
          .update(`${time}.`)
          .update(rawBody)
          .digest('hex');
        return { rawBody, headers: { 'x-webhook-signature': `t=${time},v1=${mac}` } };
      },
    },
  });
});
