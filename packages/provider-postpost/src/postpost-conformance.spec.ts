import { createHmac } from 'node:crypto';
import type { SubmissionTarget } from '@postern/core';
import { describeProviderConformance, type ConformanceUpstream } from '@postern/provider-kit/testing';
import { startSandbox } from '@postern/sandbox';
import { createPostPostProvider } from './postpost-provider';

/** Accounts of the sandbox that take a post without media. */
const ACCOUNTS = [
  ['mastodon', 'mastodon-110200300400500600'],
  ['telegram', 'telegram--1009988776655'],
  ['x', 'twitter-1500000000000000001'],
  ['linkedin', 'linkedin-Qw3rTy_9Zx'],
  ['threads', 'threads-17840000000000001'],
  ['facebook', 'facebook-100200300400501'],
] as const;

async function upstream(): Promise<ConformanceUpstream> {
  const sandbox = await startSandbox({ speed: 10, postpost: { allowPrivateWebhooks: true } });
  const seeds = sandbox.seeds()['postpost'] as { baseUrl: string; apiKey: string };
  let serial = 0;
  return {
    baseUrl: seeds.baseUrl,
    secrets: [seeds.apiKey],
    credentials: (baseUrl) => ({ apiKey: seeds.apiKey, baseUrl }),
    badCredentials: (baseUrl) => ({ apiKey: 'sk_nobody_0123456789abcdef.0123456789abcdef', baseUrl }),
    targets: (count, text) => Array.from({ length: count }, () => target((serial += 1), text)),
    publishedCount: (text) =>
      sandbox.network.entries({ upstream: 'postpost' }).filter((entry) => entry.text === text).length,
    settle: async () => {
      for (let step = 0; step < 8; step += 1) {
        sandbox.clock.advance(1000);
        sandbox.tick();
      }
      await Promise.resolve();
    },
    now: () => sandbox.clock.now(),
    missingReference: () => ({
      postId: 'pst_missing',
      platform: 'mastodon',
      accountReference: ACCOUNTS[0][1],
      accountData: {},
      text: 'never sent',
      id: '00000000000000000000dead',
      data: {},
    }),
    registeredCount: async (url) => {
      const response = await fetch(`${seeds.baseUrl}/webhooks`, { headers: { 'x-api-key': seeds.apiKey } });
      const { webhooks } = (await response.json()) as { webhooks: { url: string }[] };
      return webhooks.filter((webhook) => webhook.url === url).length;
    },
    close: () => sandbox.stop(),
  };
}

function target(serial: number, text: string): SubmissionTarget {
  const [platform, accountReference] = ACCOUNTS[serial % ACCOUNTS.length] ?? ACCOUNTS[0];
  return {
    postId: `pst_${serial}`,
    platform,
    accountReference,
    accountData: {},
    content: { text, media: [], thread: [], firstComment: null },
    options: {},
  };
}

describeProviderConformance({
  name: 'PostPost',
  create: createPostPostProvider,
  upstream,
  documentedStatuses: [
    'draft',
    'scheduled',
    'pending',
    'processing',
    'published',
    'failed',
    'partially_published',
    'finished',
  ],
  statusKeys: ['status'],
  identityKeys: ['postGroupId', 'platform', 'platformId'],
  isPreparingStep: ({ method, path }) => method === 'POST' && path.includes('/create-post'),
  // The same call pauses a group; only this status sends it out.
  isPublishingStep: ({ method, path, body }) =>
    method === 'PUT' && path.includes('/update-post/') && body.includes('"status":"scheduled"'),
  isCancelStep: ({ method, path }) => method === 'PUT' && path.includes('/update-post/'),
  isRescheduleStep: ({ method, path }) => method === 'PUT' && path.includes('/update-post/'),
  // Three pages of a hundred.
  readMany: { atMostCalls: 3 },
  registration: {
    isRegistering: ({ method, path }) => method === 'POST' && path.endsWith('/webhooks'),
    isRotating: ({ path }) => path.endsWith('/regenerate-secret'),
  },
  webhooks: {
    secret: 'd3adb33fd3adb33f',
    signatureHeader: 'x-postpost-signature',
    staleAfterMs: 60 * 60_000,
    sign: (reference, secret, at, kind = 'published') => {
      const rawBody = Buffer.from(
        JSON.stringify({
          event: `post.${kind}`,
          timestamp: new Date(at).toISOString(),
          data: {
            postId: `row-of-${reference}`,
            postGroupId: reference,
            platform: 'mastodon',
            [`${kind}At`]: '2026-03-04T05:06:00.000Z',
          },
        }),
      );
      const signature = createHmac('sha256', secret).update(rawBody).digest('hex');
      return {
        rawBody,
        headers: { 'x-postpost-event': `post.${kind}`, 'x-postpost-signature': signature },
      };
    },
  },
});
