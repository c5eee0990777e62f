import { createHmac } from 'node:crypto';
import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'publora',
  described: 'publora',
  missingId: '65f000000000000000000000',
  documentedStatuses: ['draft', 'scheduled', 'pending', 'processing', 'published', 'failed'],
  statusKeys: ['status'],
  identityKeys: ['_id', 'postGroupId', 'platformId', 'posts'],
  isPreparingStep: ({ method, path }) => method === 'POST' && path.endsWith('/create-post'),
  isPublishingStep: ({ method, path }) => method === 'PUT' && path.includes('/update-post/'),
  // The first of its two calls; the second one is of what is surely a draft.
  isCancelStep: ({ method, path }) => method === 'PUT' && path.includes('/update-post/'),
  isRescheduleStep: ({ method }) => method === 'PUT',
  readMany: { atMostCalls: 3, posts: 25 },
  registration: {
    isRegistering: ({ method, path }) => method === 'POST' && path.endsWith('/webhooks'),
    isRotating: ({ path }) => path.endsWith('/regenerate-secret'),
  },
  webhooks: {
    secret: 'whsec_conformance',
    signsMeaning: true,
    signatureHeader: 'x-publora-signature',
    staleAfterMs: 60 * 60_000,
    sign: (reference, secret, at, kind = 'published') => {
      const event = {
        event: `post.${kind}`,
        timestamp: new Date(at).toISOString(),
        data: {
          postGroupId: reference,
          platform: 'twitter',
          platformId: 'twitter-1',
          [`${kind}At`]: '2026-03-04T05:06:00.000Z',
        },
      };
      const rawBody = Buffer.from(JSON.stringify(event));
      const mac = createHmac('sha256', secret || 'none')
        .update(rawBody)
        .digest('hex');
      return { rawBody, headers: { 'x-publora-signature': mac, 'x-publora-event': `post.${kind}` } };
    },
  },
});
