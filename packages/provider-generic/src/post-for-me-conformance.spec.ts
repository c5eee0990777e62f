import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'post-for-me',
  described: 'post-for-me',
  missingId: 'sp_Zz9Zz9Zz9Zz9Zz9Zz9',
  documentedStatuses: ['draft', 'scheduled', 'processing', 'processed'],
  statusKeys: ['status', 'success'],
  identityKeys: ['id', 'post_id', 'social_account_id', 'social_accounts', 'data'],
  isPreparingStep: ({ method, path }) => method === 'POST' && path.endsWith('/social-posts'),
  isPublishingStep: ({ method }) => method === 'PUT',
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ method }) => method === 'PUT',
  readMany: { atMostCalls: 20, posts: 120 },
  registration: {
    isRegistering: ({ method, path }) => method === 'POST' && path.endsWith('/webhooks'),
  },
  webhooks: {
    secret: 'whsec_conformance',
    signatureHeader: 'post-for-me-webhook-secret',
    signsBody: false,
    staleAfterMs: null,
    sign: (reference, secret, _at, kind = 'published') => {
      const data = { id: `spr_${reference}_${kind}`, post_id: reference, success: kind === 'published' };
      const rawBody = Buffer.from(JSON.stringify({ event_type: 'social.post.result.created', data }));
      return { rawBody, headers: { 'post-for-me-webhook-secret': secret } };
    },
  },
});
