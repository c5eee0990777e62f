import { createHmac } from 'node:crypto';
import type { UpstreamDescription } from '../../description';
import { create, find, list, remove, retry, team, textOf, update, upload } from './posts';
import { eventView, postView } from './views';

/** bundle.social (facts: its section of the upstream sheet). */
export const BUNDLE_SOCIAL: UpstreamDescription = {
  name: 'bundle-social',
  basePath: '/api/v1',
  notes: [
    'The newer pages are played: x-api-key (never Bearer), postDate, socialAccountTypes, text inside `data`.',
    'GET /team/{teamId} answers { id, name, socialAccounts: [{ id, type, username, displayName }] }; a team has one account of a type.',
    'GET /post?referenceKey= is the look-up: a list like any other. Nothing forbids a reference key to be used twice: two creates are two posts.',
    '`data` names exactly the platforms of socialAccountTypes, and takes text, uploadIds and (REDDIT) sr; reads tell every platform, null where unused.',
    'A postDate that has passed publishes at once (variant pastDates: refused).',
    'Partial success is told by errorsVerbose alone: the group says ERROR (variant partial: POSTED).',
    'POST /upload takes multipart `file` and `teamId`, and answers { id }.',
    'DELETE of what is PROCESSING, RETRYING or REVIEW is 400. Of what is POSTED or ERROR it forgets the record and leaves the networks: it says DELETED beside its postedDate and externalData; a second DELETE is 404. The variant deletion: gone leaves no trace of a post, and refuses what was posted.',
    'Lists leave out DELETED unless they are asked for it.',
    'A post to TIKTOK, or with #review in its text, is in REVIEW where others are PROCESSING, once its other platforms are through.',
    'What may pass (rate, server) is tried again once.',
    'A post keeps the platforms that it was created for.',
    'Errors over HTTP are { statusCode, error, message }, message a list where a body is wrong.',
    'A limited answer has no Retry-After. Create is 201, the rest 200.',
    'externalData.<PLATFORM> is { id, permalink }; both spellings /post and /post/ are taken.',
  ],
  variants: {
    deletion: ['tombstone', 'gone'],
    partial: ['ERROR', 'POSTED'],
    pastDates: ['publish', 'refuse'],
  },
  auth: { header: 'x-api-key', scheme: null },
  retries: true,
  customer: (ids) => {
    const account = (platform: string, handle: string, status: 'connected' | 'expired' = 'connected') => ({
      id: ids.uuid(platform),
      platform,
      handle: ids.handle(handle),
      status,
    });
    return {
      apiKey: `pk_live_${ids.word(40, 'key')}`,
      extra: { teamId: ids.uuid('team') },
      accounts: [
        account('TWITTER', 'acme'),
        account('LINKEDIN', 'acme-ltd'),
        account('BLUESKY', 'acme.bsky.example'),
        account('INSTAGRAM', 'acme.photos'),
        account('REDDIT', 'acme_reddit'),
        account('TIKTOK', 'acme.clips'),
        account('FACEBOOK', 'acme.old', 'expired'),
      ],
    };
  },
  refusals: {
    unauthorized: (problem) =>
      problem === 'unknown'
        ? { status: 403, body: { statusCode: 403, error: 'Forbidden', message: 'Invalid API key' } }
        : { status: 401, body: { statusCode: 401, error: 'Unauthorized', message: 'Missing API key' } },
    invalid: (problems) => ({
      status: 400,
      body: {
        statusCode: 400,
        error: 'Bad Request',
        message: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
      },
    }),
    noRoute: {
      status: 404,
      body: { statusCode: 404, error: 'Not Found', message: 'Cannot find this route' },
    },
    tooMany: () => ({
      status: 429,
      body: { statusCode: 429, error: 'Too Many Requests', message: 'Rate limit exceeded' },
    }),
    refused: {
      status: 400,
      body: { statusCode: 400, error: 'Bad Request', message: 'The platform does not allow this content' },
    },
    unavailable: {
      status: 503,
      body: { statusCode: 503, error: 'Service Unavailable', message: 'Try again later' },
    },
    internal: { status: 500, body: { statusCode: 500, message: 'Internal server error' } },
  },
  limits: {
    windows: [
      { count: 5, perMs: 1_000 },
      { count: 20, perMs: 10_000 },
      { count: 100, perMs: 60_000 },
    ],
  },
  routes: [
    { operation: 'get-team', method: 'GET', path: '/team/:id', handle: team },
    {
      operation: 'upload',
      method: 'POST',
      path: ['/upload', '/upload/'],
      bodies: ['multipart'],
      handle: upload,
    },
    { operation: 'create', method: 'POST', path: ['/post', '/post/'], text: textOf, handle: create },
    { operation: 'list', method: 'GET', path: ['/post', '/post/'], lists: true, handle: list },
    {
      operation: 'get',
      method: 'GET',
      path: '/post/:id',
      handle: (call) => ({ body: postView(find(call), call.variant('partial')) }),
    },
    { operation: 'update', method: 'PATCH', path: '/post/:id', text: textOf, handle: update },
    { operation: 'delete', method: 'DELETE', path: '/post/:id', handle: remove },
    { operation: 'retry', method: 'POST', path: '/post/:id/retry', handle: retry },
  ],
  webhooks: {
    // The name says "published" of every end, a failure too.
    tell: (change) => {
      if (change.kind !== 'done') return [];
      const event = 'post.published';
      const data = eventView(change.group, change.variant('partial'));
      const lie = { ...data, status: data.status === 'POSTED' ? 'ERROR' : 'POSTED' };
      return [{ event, body: { type: event, data }, lie: { type: event, data: lie } }];
    },
    headers: ({ body, secret }) => ({
      'x-signature': createHmac('sha256', secret).update(body).digest('hex'),
    }),
  },
};
