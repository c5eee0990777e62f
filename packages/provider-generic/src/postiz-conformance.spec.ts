import { describePreset } from '../test/preset-conformance';

describePreset({
  preset: 'postiz',
  described: 'postiz',
  missingId: 'cm000000000000000000000',
  missingData: { at: '2031-01-05T10:00:00.000Z' },
  documentedStatuses: ['QUEUE', 'PUBLISHED', 'ERROR', 'DRAFT'],
  statusKeys: ['state'],
  identityKeys: ['id', 'postId', 'integration', 'posts'],
  isPreparingStep: ({ method, path }) => method === 'POST' && path.endsWith('/posts'),
  isPublishingStep: ({ method, path }) => method === 'PUT' && path.endsWith('/status'),
  isCancelStep: ({ method }) => method === 'DELETE',
  readMany: { atMostCalls: 3, posts: 25 },
});
