import { createHmac } from 'node:crypto';
import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'bundle-social',
  described: 'bundle-social',
  missingId: '00000000-0000-4000-8000-000000000000',
  documentedStatuses: [
    'DRAFT',
    'SCHEDULED',
    'PROCESSING',
    'POSTED',
    'RETRYING',
    'ERROR',
    'REVIEW',
    'DELETED',
  ],
  statusKeys: ['status'],
  identityKeys: ['id', 'referenceKey', 'items'],
  isPublishingStep: ({ method }) => method === 'PATCH',
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ method }) => method === 'PATCH',
  readMany: { atMostCalls: 3 },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: 'x-signature',
    staleAfterMs: null,
    // Every end is called published; the post says which.
    sign: (reference, secret, _at, kind = 'published') => {
      const data = { id: reference, status: kind === 'published' ? 'POSTED' : 'ERROR' };
      const event = { type: 'post.published', data };
      const rawBody = Buffer.from(JSON.stringify(event));
      const mac = createHmac('sha256', secret || 'none')
        .update(rawBody)
        .digest('hex');
      return { rawBody, headers: { 'x-signature': mac } };
    },
  },
});
