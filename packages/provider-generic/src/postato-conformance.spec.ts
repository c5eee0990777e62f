/** The contract's suite against the sandbox's Postato, in both of its status dialects. */
import { createHmac } from 'node:crypto';
import { describeProviderConformance } from '@postern/provider-kit/testing';
import { postatoWorld, type PostatoOptions } from '../test/postato-world';
import { presetProvider } from './index';

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
    upstream: () =>
      postatoWorld({ options, address: (baseUrl, { workspaceId }) => ({ baseUrl, workspaceId }) }),
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
    registration: {
      isRegistering: ({ method, path }) => method === 'POST' && path.endsWith('/webhooks'),
      leavesOthers: true,
    },
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
