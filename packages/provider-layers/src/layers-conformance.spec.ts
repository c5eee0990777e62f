import { createHmac } from 'node:crypto';
import type { SubmissionTarget } from '@postern/core';
import { describeProviderConformance, type ConformanceUpstream } from '@postern/provider-kit/testing';
import { startSandbox } from '@postern/sandbox';
import { createLayersProvider } from './layers-provider';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  projectId: string;
  accounts: { id: string; platform: string }[];
}

async function upstream(): Promise<ConformanceUpstream> {
  const sandbox = await startSandbox();
  const seeds = sandbox.seeds().layers as Seeds;
  let serial = 0;
  const target = (text: string): SubmissionTarget => {
    serial += 1;
    const account = seeds.accounts[serial % seeds.accounts.length];
    return {
      postId: `post-${serial}`,
      platform: account?.platform ?? '',
      accountReference: account?.id ?? '',
      accountData: { projectId: seeds.projectId },
      content: { text, media: [{ mediaId: 'med_1' }], thread: [], firstComment: null },
      options: {},
    };
  };
  return {
    baseUrl: seeds.baseUrl,
    secrets: [seeds.apiKey],
    credentials: (baseUrl) => ({ apiKey: seeds.apiKey, baseUrl }),
    badCredentials: (baseUrl) => ({ apiKey: `${seeds.apiKey}x`, baseUrl }),
    targets: (count, text) => Array.from({ length: count }, () => target(text)),
    publishedCount: (text) =>
      sandbox.network.entries({ upstream: 'layers' }).filter((entry) => entry.text.includes(text)).length,
    settle: () => {
      for (let step = 0; step < 10; step += 1) {
        sandbox.clock.advance(5_000);
        sandbox.tick();
      }
      return Promise.resolve();
    },
    now: () => sandbox.clock.now(),
    missingReference: () => ({
      id: 'sp_00000000-0000-4000-8000-00000000dead',
      data: { projectId: seeds.projectId },
      postId: 'post-missing',
      platform: 'tiktok',
      accountReference: seeds.accounts[0]?.id ?? '',
      accountData: { projectId: seeds.projectId },
      text: 'never sent',
    }),
    registeredCount: async (url) => {
      const headers = { authorization: `Bearer ${seeds.apiKey}` };
      const response = await fetch(`${seeds.baseUrl}/v1/webhook-endpoints?limit=100`, { headers });
      const { items } = (await response.json()) as { items: { url: string }[] };
      return items.filter((item) => item.url === url).length;
    },
    close: () => sandbox.stop(),
  };
}

describeProviderConformance({
  name: 'Layers',
  create: createLayersProvider,
  upstream,
  documentedStatuses: ['queued', 'publishing', 'draft', 'draft_in_inbox', 'published', 'failed', 'canceled'],
  statusKeys: ['status'],
  identityKeys: ['id', 'items'],
  isPublishingStep: ({ method, path }) =>
    method === 'POST' && /\/content\/[^/]+\/(publish|schedule)$/.test(path),
  isPreparingStep: ({ method, path }) =>
    method === 'POST' && /\/(content\/uploads?|finalize-upload)$/.test(path),
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ path }) => path.endsWith('/reschedule'),
  // Three pages of a hundred.
  readMany: { atMostCalls: 3 },
  registration: {
    isRegistering: ({ method, path }) => method === 'POST' && path.endsWith('/webhook-endpoints'),
    isRotating: ({ path }) => path.endsWith('/rotate-secret'),
  },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: 'x-layers-signature',
    staleAfterMs: 300_000,
    sign: (reference, secret, at, kind = 'published') => {
      const event = {
        id: `evt_${reference}_${kind}`,
        type: `post.${kind}`,
        data: { scheduledPostId: reference },
      };
      const rawBody = Buffer.from(JSON.stringify(event));
      const time = Math.floor(at / 1000);
      const mac = createHmac('sha256', secret || 'none')
        .update(`${time}.`)
        .update(rawBody)
        .digest('hex');
      return {
        rawBody,
        headers: { 'x-layers-signature': `t=${time},v1=${mac}`, 'x-layers-event-id': event.id },
      };
    },
  },
});
