import { createHmac } from 'node:crypto';
import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'ayrshare',
  described: 'ayrshare',
  missingId: 'Zz9Zz9Zz9Zz9Zz9Zz9Zz',
  neverProvesAbsence: true,
  documentedStatuses: ['success', 'error', 'processing', 'pending', 'paused', 'deleted', 'awaiting approval'],
  statusKeys: ['status'],
  identityKeys: ['id', 'postIds', 'errors', 'platform', 'history'],
  isPublishingStep: ({ method, path }) => method === 'POST' && path.endsWith('/post'),
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ method }) => method === 'PATCH',
  readMany: { atMostCalls: 250 },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: 'x-authorization-content-sha256',
    staleAfterMs: 300_000,
    sign: (reference, secret, at, kind = 'published') => {
      const status = kind === 'published' ? 'success' : 'error';
      const event = { action: 'scheduled', id: reference, status, created: '2026-03-04T05:06:07Z' };
      const rawBody = Buffer.from(JSON.stringify(event));
      const mac = createHmac('sha256', secret || 'none')
        .update(rawBody)
        .digest('hex');
      return {
        rawBody,
        headers: {
          'x-authorization-content-sha256': mac,
          'x-authorization-timestamp': String(Math.floor(at / 1_000)),
        },
      };
    },
  },
});
