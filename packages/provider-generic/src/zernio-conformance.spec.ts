import { createHmac } from 'node:crypto';
import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'zernio',
  described: 'zernio',
  missingId: '65f000000000000000000000',
  documentedStatuses: [
    'draft',
    'scheduled',
    'publishing',
    'published',
    'failed',
    'partial',
    'cancelled',
    'pending',
  ],
  statusKeys: ['status'],
  identityKeys: ['_id', 'id', 'posts', 'post', 'platforms', 'accountId'],
  isPublishingStep: ({ method, path }) => method === 'POST' && path.endsWith('/posts'),
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ method }) => method === 'PUT',
  readMany: { atMostCalls: 3 },
  registration: {
    isRegistering: ({ method, path }) => method === 'POST' && path.endsWith('/webhooks/settings'),
    isRotating: ({ method, path }) => method === 'PUT' && path.endsWith('/webhooks/settings'),
  },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: 'x-zernio-signature',
    staleAfterMs: 300_000,
    sign: (reference, secret, at, kind = 'published') => {
      const event = { event: `post.${kind}`, timestamp: new Date(at).toISOString(), post: { id: reference } };
      const rawBody = Buffer.from(JSON.stringify(event));
      const mac = createHmac('sha256', secret || 'none')
        .update(rawBody)
        .digest('hex');
      return {
        rawBody,
        headers: { 'x-zernio-signature': mac, 'x-zernio-event-id': `${kind}-${reference}` },
      };
    },
  },
});
