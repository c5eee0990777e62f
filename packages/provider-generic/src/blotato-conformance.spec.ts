import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'blotato',
  described: 'blotato',
  missingId: '00000000-0000-4000-8000-000000000000',
  documentedStatuses: ['in-progress', 'published', 'failed', 'scheduled'],
  statusKeys: ['status'],
  identityKeys: ['postSubmissionId', 'id', 'items', 'accountId'],
  isPublishingStep: ({ method, path }) => method === 'POST' && path.endsWith('/posts'),
  isCancelStep: ({ method }) => method === 'DELETE',
  isRescheduleStep: ({ method }) => method === 'PATCH',
  readMany: { atMostCalls: 25, posts: 25 },
});
