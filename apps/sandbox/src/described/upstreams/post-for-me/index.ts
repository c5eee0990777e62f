import type { UpstreamDescription } from '../../description';
import { freshWord } from '../../ids';
import { accounts, create, found, list, remove, replace, results } from './posts';
import { textOf } from './requests';
import { errorBody, eventOf, postView } from './views';
import { WEBHOOK_ROUTES } from './webhooks';

/** Post for Me (facts: its section of the upstream sheet). */
export const POST_FOR_ME: UpstreamDescription = {
  name: 'post-for-me',
  basePath: '/v1',
  notes: [
    'GET /social-accounts?limit&offset answers { data: [{ id, platform, username, status: connected | disconnected, user_id }], meta: { total, offset, limit, next } }.',
    'The body of an error is { message: string | string[], error, statusCode }; a wrong body or query is 400, unknown accounts too.',
    'A post tells its social_accounts as objects { id, platform, username, status }, although they are sent as ids.',
    'Pages have 20 rows unless asked for up to 100; more is refused; unknown query parameters are refused.',
    'scheduled_at in the past means now; a PUT without scheduled_at means now too, as it replaces everything.',
    'Only drafts and scheduled posts can be replaced or deleted (variant deleteProcessed: accepted deletes the record of any post, and takes nothing down).',
    'A result is listed a moment after its row is final, so that `processed` can be read before its results.',
    'Create answers 200 (variant createdStatus: 201); POST /webhooks { url, event_types } answers 201 with the secret.',
    'Webhooks tell their secret whenever they are read, as their schema has it; a wrong id is 404, DELETE answers { success: true }.',
    'platform_configurations and account_configurations take caption and media; of other options nothing is told.',
  ],
  variants: {
    createdStatus: ['200', '201'],
    deleteProcessed: ['refused', 'accepted'],
  },
  auth: { header: 'authorization', scheme: 'Bearer' },
  customer: (ids) => {
    const account = (platform: string, handle: string, status: 'connected' | 'expired' = 'connected') => ({
      id: `spc_${ids.word(18, `${platform}/${handle}`)}`,
      platform,
      handle: ids.handle(handle),
      status,
    });
    return {
      apiKey: `pfm_live_${ids.word(24, 'key')}`,
      extra: { userId: `usr_${ids.word(12, 'user')}` },
      accounts: [
        account('x', 'acme'),
        account('linkedin', 'acme-ltd'),
        account('bluesky', 'acme.bsky.example'),
        account('instagram', 'acme.photos'),
        account('x', 'acme_second'),
        account('facebook', 'acme.old', 'expired'),
      ],
    };
  },
  ids: { group: () => `sp_${freshWord(18)}`, row: () => `spr_${freshWord(18)}` },
  refusals: {
    unauthorized: () => ({ status: 401, body: errorBody(401, 'Unauthorized') }),
    invalid: (problems) => ({
      status: 400,
      body: errorBody(
        400,
        problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
      ),
    }),
    noRoute: { status: 404, body: errorBody(404, 'Cannot find that route') },
    tooMany: (waitMs) => ({
      status: 429,
      body: errorBody(429, 'Too many requests'),
      ...(waitMs === null ? {} : { headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) } }),
    }),
    refused: { status: 422, body: errorBody(422, 'The content is not taken') },
    unavailable: { status: 503, body: errorBody(503, 'Try again later') },
    internal: { status: 500, body: errorBody(500, 'Internal server error') },
  },
  limits: {
    windows: [
      { count: 40, perMs: 60_000 },
      { count: 5, perMs: 1_000 },
    ],
  },
  routes: [
    { operation: 'list-accounts', method: 'GET', path: '/social-accounts', lists: true, handle: accounts },
    { operation: 'create', method: 'POST', path: '/social-posts', text: textOf, handle: create },
    { operation: 'list', method: 'GET', path: '/social-posts', lists: true, handle: list },
    {
      operation: 'get',
      method: 'GET',
      path: '/social-posts/:id',
      handle: (call) => ({ body: postView(found(call), call.accounts) }),
    },
    { operation: 'update', method: 'PUT', path: '/social-posts/:id', text: textOf, handle: replace },
    { operation: 'delete', method: 'DELETE', path: '/social-posts/:id', handle: remove },
    {
      operation: 'results',
      method: 'GET',
      path: '/social-post-results',
      lists: true,
      about: ({ query }) => [query.post_id ?? []].flat()[0],
      handle: results,
    },
    ...WEBHOOK_ROUTES,
  ],
  webhooks: {
    tell: (change) => {
      const told = eventOf(change);
      return told === null ? [] : [{ event: told.event, body: { event_type: told.event, data: told.data } }];
    },
    // A static secret that both know, not a signature.
    headers: ({ secret }) => ({ 'Post-For-Me-Webhook-Secret': secret }),
    attempts: [
      { realMs: 0, compressedMs: 0 },
      { realMs: 60_000, compressedMs: 300 },
      { realMs: 3_600_000, compressedMs: 1_000 },
    ],
  },
};
