import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'upload-post',
  described: 'upload-post',
  missingId: 'req_000000000000000000000000',
  missingData: { requestId: 'req_000000000000000000000000' },
  documentedStatuses: ['pending', 'queued', 'processing', 'in_progress', 'completed', 'failed', 'not_found'],
  statusKeys: ['status', 'success'],
  identityKeys: ['request_id', 'job_id', 'results', 'platform'],
  isPublishingStep: ({ method }) => method === 'POST',
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ method }) => method === 'PATCH',
  readMany: { atMostCalls: 300 },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: null,
    staleAfterMs: null,
    sign: (reference, _secret, _at, kind = 'published') => {
      const isLive = kind === 'published';
      const result = { success: isLive, post_id: isLive ? '1' : null, error: isLive ? null : 'Refused' };
      const event = { event: 'upload_completed', job_id: reference, platform: 'x', result };
      return { rawBody: Buffer.from(JSON.stringify(event)), headers: {} };
    },
  },
});
