import { createHmac } from 'node:crypto';
import type { Route, UpstreamDescription } from '../../description';
import { create, found, list, remove, requireState, update, wrapped } from './posts';
import { textOf } from './requests';
import { eventBody, eventsOf, postView, readRow } from './views';
import { WEBHOOK_ROUTES } from './webhooks';

const MINUTE_MS = 60_000;

/** Zernio, formerly Late (facts: its section of the upstream sheet). */
export const ZERNIO: UpstreamDescription = {
  name: 'zernio',
  basePath: '/api/v1',
  notes: [
    'GET /accounts answers { accounts: [{ _id, platform, username, displayName, isActive, profileId }] }.',
    'A post is told by `_id`, in webhooks by `id`; create answers { message, post }, get { post } (variant bare: the post itself).',
    'The answer to create has accountId as it was sent; get and list have it as an object { _id, platform, username, displayName }.',
    'A time of one platform of its own is not played and refused; queuedFromProfile takes the slot of an hour later.',
    'x-request-id must be a UUID; a body that differs from the first one under it is not looked at.',
    'The content hash does not count posts that failed there or were deleted; drafts count.',
    'DELETE leaves no trace; /edit is not played; unpublish takes down every platform of the post.',
    'A post to several accounts of which one fails is answered as one that succeeds (variant partialStatus).',
    'Webhooks are read with their secret, as their schema has it; an unknown one is 404. isActive is kept true: switching off after failures is not played.',
  ],
  variants: {
    wrapper: ['post', 'bare'],
    errors: ['coded', 'bare'],
    partialStatus: ['201', '207'],
  },
  auth: { header: 'authorization', scheme: 'Bearer' },
  customer: (ids) => {
    const account = (platform: string, handle: string, status: 'connected' | 'expired' = 'connected') => ({
      id: ids.hex(24, `${platform}/${handle}`),
      platform,
      handle: ids.handle(handle),
      status,
    });
    return {
      apiKey: `sk_${ids.hex(64, 'key')}`,
      extra: { profileId: ids.hex(24, 'profile') },
      accounts: [
        account('twitter', 'acme'),
        account('linkedin', 'acme-ltd'),
        account('bluesky', 'acme.bsky.example'),
        account('instagram', 'acme.photos'),
        account('twitter', 'acme_second'),
        account('facebook', 'acme.old', 'expired'),
      ],
    };
  },
  refusals: {
    unauthorized: () => ({ status: 401, body: { error: 'Unauthorized', code: 'UNAUTHORIZED' } }),
    invalid: (problems, place) => ({
      status: 400,
      body: {
        error: problems[0]?.isUnknown === true ? `Unknown ${place} parameter` : 'Validation failed',
        code: 'VALIDATION_ERROR',
        details: Object.fromEntries(problems.map(({ path, message }) => [path, message])),
      },
    }),
    noRoute: { status: 404, body: { error: 'Not found' } },
    tooMany: (waitMs) => ({
      status: 429,
      body: { error: 'Too many requests', code: 'RATE_LIMITED', details: {} },
      ...(waitMs === null ? {} : { headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) } }),
    }),
    refused: { status: 400, body: { error: 'Content was refused', code: 'CONTENT_REFUSED', details: {} } },
    unavailable: { status: 503, body: { error: 'Service unavailable' } },
    internal: { status: 500, body: { error: 'Internal server error', code: 'INTERNAL_ERROR' } },
  },
  limits: {
    windows: [{ count: 60, perMs: MINUTE_MS }],
    headers: ({ count, used, resetInMs, nowMs }) => ({
      'X-RateLimit-Limit': String(count),
      'X-RateLimit-Remaining': String(count - used),
      'X-RateLimit-Reset': String(Math.ceil((nowMs + resetInMs) / 1_000)),
    }),
  },
  routes: [
    {
      operation: 'list-accounts',
      method: 'GET',
      path: '/accounts',
      lists: true,
      handle: ({ accounts, customer }) => ({
        body: {
          accounts: accounts.map(({ id, platform, handle, status }) => ({
            ...{ _id: id, platform, username: handle, displayName: handle },
            ...{ isActive: status === 'connected', profileId: customer.extra.profileId },
          })),
        },
      }),
    },
    { operation: 'create', method: 'POST', path: '/posts', text: textOf, handle: create },
    { operation: 'list', method: 'GET', path: '/posts', lists: true, handle: list },
    {
      operation: 'get',
      method: 'GET',
      path: '/posts/:id',
      handle: (call) => ({ body: wrapped(call, postView(found(call), readRow)) }),
    },
    { operation: 'update', method: 'PUT', path: '/posts/:id', text: textOf, handle: update },
    { operation: 'delete', method: 'DELETE', path: '/posts/:id', handle: remove },
    ...(['unpublish', 'retry'] as const).map((act): Route => ({
      operation: act,
      method: 'POST',
      path: `/posts/:id/${act}`,
      handle: (call) => {
        const group = found(call);
        requireState(call, group, act === 'retry' ? ['failed', 'partial'] : ['published', 'partial']);
        if (act === 'retry') call.desk.retry(group);
        else {
          call.desk.unpublish(group);
          call.desk.cancel(group);
        }
        return { body: wrapped(call, postView(group, readRow)) };
      },
    })),
    ...WEBHOOK_ROUTES,
  ],
  webhooks: {
    tell: (change) => eventsOf(change).map((event) => ({ event, body: eventBody(event, change) })),
    headers: ({ body, secret, eventId }) => ({
      'X-Zernio-Signature': createHmac('sha256', secret).update(body).digest('hex'),
      'X-Zernio-Event-Id': eventId,
    }),
    attempts: [
      { realMs: 0, compressedMs: 0 },
      { realMs: 60_000, compressedMs: 300 },
      { realMs: 3_600_000, compressedMs: 1_000 },
    ],
  },
};
