import { createHmac } from 'node:crypto';
import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'outstand',
  described: 'outstand',
  missingId: 'zzzzzzzz',
  documentedStatuses: ['published'],
  statusKeys: ['status'],
  identityKeys: ['id', 'posts', 'data', 'post', 'socialAccounts', 'containers'],
  isPublishingStep: ({ method }) => method === 'POST',
  isCancelStep: ({ method }) => method === 'DELETE',
  readMany: { atMostCalls: 6 },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: 'x-outstand-signature',
    staleAfterMs: null,
    sign: (reference, secret, _at, kind = 'published') => {
      const event = kind === 'published' ? 'post.published' : 'post.error';
      const rawBody = Buffer.from(
        JSON.stringify({ event, timestamp: '2031-01-05T10:00:00Z', data: { postId: reference } }),
      );
      const mac = createHmac('sha256', secret || 'none')
        .update(rawBody)
        .digest('hex');
      return { rawBody, headers: { 'x-outstand-signature': `sha256=${mac}` } };
    },
  },
});
