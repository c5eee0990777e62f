import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Change, UpstreamDescription } from '../../description';
import { freshHex, freshWord } from '../../ids';
import type { Account } from '../../model';
import { refuse } from '../../refusal';
import { cancel, create, found, history, retry, update } from './posts';
import { errorBody, postView, statusOf } from './views';

const MINUTE_MS = 60_000;

/** Ayrshare (facts: its section of the upstream sheet). */
export const AYRSHARE: UpstreamDescription = {
  name: 'ayrshare',
  basePath: '/api',
  notes: [
    'GET /user answers { activeSocialAccounts: string[], displayNames: [{ platform, displayName, id, userImage }] }; an account without a token is among them.',
    'Without Profile-Key a call is about the main profile; with it about the profile of that key, which has other accounts; a key that is not known is 403.',
    'An immediate post is sent before the call is answered: 200 when all went out, else 400 with both postIds and errors (variant failureStatus: 200).',
    'A scheduled post is answered with its status `pending` (variant scheduledWord: scheduled), an immediate one with success or error.',
    'A repeated idempotencyKey answers as the first time, status and body (variant replay: 409 with the id); no window is told, so none ends it.',
    'A time in the past is refused; so are platforms that the profile has not linked, and members that the sheet does not name.',
    'A text with #needs-approval waits as `awaiting approval` until PATCH approves it; `approved: false` is not played.',
    'A platform refuses what it has published within 48 hours, with an error of its own (code 137); codes of errors are invented.',
    'History answers { history: [...] } (variant historyRoot: list for a bare array); `platforms` names the filter by platform.',
    'DELETE with bulk or deleteAllScheduled is not played and refused; what is being sent cannot be deleted.',
    'The body of a `scheduled` webhook is { action, created, code, refId, status, id, errors, postIds, type }.',
  ],
  variants: {
    failureStatus: ['400', '200'],
    scheduledWord: ['pending', 'scheduled'],
    replay: ['same-body', '409'],
    historyRoot: ['object', 'list'],
    historyLimit: ['1000', '500'],
  },
  auth: {
    header: 'authorization',
    scheme: 'Bearer',
    scope: (headers, { extra }) => {
      const sent = headers['profile-key'];
      if (sent === undefined) return '';
      if (sent === extra.profileKey) return 'profile';
      throw refuse(403, errorBody('request', 144, 'Profile Key not found'));
    },
  },
  customer: (ids) => {
    const account = (platform: string, handle: string, more: Partial<Account> = {}): Account => ({
      id: ids.digits(16, `${platform}/${handle}`),
      platform,
      handle: ids.handle(handle),
      status: 'connected',
      ...more,
    });
    return {
      apiKey: [8, 8, 8, 8].map((length, index) => ids.hex(length, `key${index}`).toUpperCase()).join('-'),
      extra: { profileKey: ids.hex(32, 'profile').toUpperCase() },
      accounts: [
        account('twitter', 'acme'),
        account('linkedin', 'acme-ltd'),
        account('bluesky', 'acme.bsky.example'),
        account('instagram', 'acme.photos'),
        account('facebook', 'acme.old', { status: 'expired' }),
        account('twitter', 'acme_client', { scope: 'profile' }),
        account('linkedin', 'acme-client', { scope: 'profile' }),
      ],
    };
  },
  ids: { group: () => freshWord(20), row: () => freshHex(24) },
  refusals: {
    unauthorized: (problem) => ({
      status: problem === 'missing' ? 401 : 403,
      body: errorBody('request', 102, 'API Key not valid'),
    }),
    invalid: (problems) => ({
      status: 400,
      body: errorBody('request', 101, problems.map(({ path, message }) => `${path}: ${message}`).join('; ')),
    }),
    noRoute: { status: 404, body: errorBody('request', 404, 'No such endpoint') },
    tooMany: () => ({ status: 429, body: errorBody('request', 429, 'Too many requests') }),
    refused: {
      status: 400,
      body: {
        status: 'error',
        errors: [errorBody('post', 110, 'Content was refused')],
        postIds: [],
        id: null,
      },
    },
    // Some errors of transport have no body at all.
    unavailable: { status: 502, body: undefined },
    internal: { status: 500, body: errorBody('request', 500, 'Internal error') },
  },
  limits: {
    windows: [{ count: 250, perMs: 5 * MINUTE_MS }],
    headers: ({ count, used }) => ({ 'x-ratelimit-max': String(count), 'x-ratelimit-count': String(used) }),
  },
  routes: [
    {
      operation: 'user',
      method: 'GET',
      path: '/user',
      lists: true,
      handle: ({ accounts }) => ({
        body: {
          activeSocialAccounts: [...new Set(accounts.map(({ platform }) => platform))],
          displayNames: accounts.map(({ id, platform, handle }) => ({
            ...{ platform, displayName: handle, id },
            userImage: `https://${platform}.example/${handle}.jpg`,
          })),
        },
      }),
    },
    { operation: 'create', method: 'POST', path: '/post', text: textOf, handle: create },
    {
      operation: 'get',
      method: 'GET',
      path: '/post/:id',
      handle: (call) => ({ body: postView(found(call, call.params.id ?? '', 'get')) }),
    },
    { operation: 'history', method: 'GET', path: '/history', lists: true, handle: history },
    { operation: 'delete', method: 'DELETE', path: '/post', about: idIn, handle: cancel },
    { operation: 'update', method: 'PATCH', path: '/post', about: idIn, handle: update },
    { operation: 'retry', method: 'PUT', path: '/post/retry', about: idIn, handle: retry },
    {
      operation: 'create-webhook',
      method: 'POST',
      path: '/hook/webhook',
      handle: (call) => {
        const { action, url, secret } = call.body(webhookBody);
        call.desk.registerWebhook(url, secret ?? '', [action]);
        return { body: { status: 'success', action, url } };
      },
    },
  ],
  webhooks: {
    tell: (change) => (tellsOf(change) ? [{ event: 'scheduled', body: eventBody(change) }] : []),
    headers: ({ body, secret, nowMs }) => ({
      'X-Authorization-Timestamp': String(Math.floor(nowMs / 1_000)),
      'X-Authorization-Content-SHA256': createHmac('sha256', secret).update(body).digest('hex'),
    }),
    attempts: [
      { realMs: 0, compressedMs: 0 },
      { realMs: 5_000, compressedMs: 200 },
      { realMs: 30_000, compressedMs: 500 },
    ],
  },
};

const webhookBody = z.strictObject({
  action: z.enum(['feed', 'social', 'scheduled', 'batch', 'messages']),
  url: z.url(),
  secret: z.string().optional(),
});

/** Posts that were sent at once get none. */
function tellsOf({ kind, group }: Change): boolean {
  return kind === 'done' && group.extra.type === 'scheduled';
}

function eventBody({ group, at }: Change): unknown {
  const { refId, postIds, errors } = postView(group);
  return {
    ...{ action: 'scheduled', created: at, code: 200, refId },
    ...{ status: statusOf(group), id: group.id, errors, postIds, type: 'immediate' },
  };
}

function idIn({ body }: { body: unknown }): string | undefined {
  return z.looseObject({ id: z.string() }).safeParse(body).data?.id;
}

function textOf(body: unknown): string | null {
  return z.looseObject({ post: z.string() }).safeParse(body).data?.post ?? null;
}
