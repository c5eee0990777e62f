import { createHmac, randomInt } from 'node:crypto';
import type { UpstreamDescription } from '../../description';
import { resultOf } from '../../model';
import { create, found, list, listAccounts, remove, textOf } from './posts';
import { invalidPayload, postView, rowView } from './views';

/** Outstand (facts: its section of the upstream sheet). */
export const OUTSTAND: UpstreamDescription = {
  name: 'outstand',
  basePath: '/v1',
  notes: [
    'GET /social-accounts?limit&offset answers { success, data: [{ id, nickname, network, username, isActive }], pagination }; a token that lapsed is not seen in isActive.',
    'POST /posts/ has its slash and GET /posts has none; the other spelling is 404.',
    'A word of `accounts` is an id, a network or a username (without regard to @ and case); it takes every account that it fits, each once. One that fits none is refused, and with it the whole call.',
    'Either content or containers; the containers after the first are replies. Media routes are not played: mediaIds are taken as they come.',
    'Drafts are made in the dashboard alone: isDraft is always false, and no member of create.',
    'A scheduledAt that has passed publishes now and is told as null; one beyond 30 days is refused.',
    'Create is 201, the rest 200.',
    'Rows say pending, publishing, published and error (variant rowError: failed); only published is documented.',
    'publishedAt of a post is set when its last account is through and at least one of them took it; where none did it stays null.',
    'DELETE of a scheduled post answers { success: true } and leaves nothing; of any other it is 400, of an unknown one 404.',
    'Filters beyond the named ones are refused; a limit above 100 too. Lists show posts as get does.',
    'A webhook is { event, timestamp, data: { postId, orgId, socialAccounts } }; without a secret it has no signature.',
    'Neither rate limits nor idempotency are documented: none are played, and a repeated create is a second post.',
  ],
  variants: { rowError: ['error', 'failed'] },
  auth: { header: 'authorization', scheme: 'Bearer' },
  ids: { group: () => base62(8) },
  customer: (ids) => {
    const account = (
      network: string,
      handle: string,
      more: { status?: 'connected' | 'expired'; id?: string } = {},
    ) => ({
      id: more.id ?? ids.word(6, `${network}/${handle}`),
      platform: network,
      handle: ids.handle(handle),
      status: more.status ?? ('connected' as const),
    });
    return {
      apiKey: `ost_${ids.word(40, 'key')}`,
      extra: { orgId: `org_${ids.word(12, 'org')}` },
      accounts: [
        account('x', 'acme'),
        account('x', 'acme_second'),
        account('linkedin', 'acme-ltd'),
        // Of the same name as an account of X: a username fits both.
        account('bluesky', 'acme'),
        account('threads', 'acme.threads'),
        account('instagram', 'acme.photos'),
        account('facebook', 'acme.old', { status: 'expired' }),
      ],
    };
  },
  refusals: {
    unauthorized: () => ({ status: 401, body: { success: false, error: 'Unauthorized' } }),
    invalid: (problems) => ({ status: 400, body: invalidPayload(problems) }),
    noRoute: { status: 404, body: { success: false, error: 'Not found' } },
    tooMany: () => ({ status: 429, body: { success: false, error: 'Too many requests' } }),
    refused: {
      status: 400,
      body: { success: false, error: 'Invalid payload', details: { content: { _errors: ['Not allowed'] } } },
    },
    unavailable: { status: 503, body: { success: false, error: 'Service unavailable' } },
    internal: {
      status: 500,
      body: { success: false, error: 'Internal server error', message: 'Something went wrong' },
    },
  },
  routes: [
    {
      operation: 'list-accounts',
      method: 'GET',
      path: '/social-accounts',
      lists: true,
      handle: listAccounts,
    },
    { operation: 'create', method: 'POST', path: '/posts/', text: textOf, handle: create },
    { operation: 'list', method: 'GET', path: '/posts', lists: true, handle: list },
    {
      operation: 'get',
      method: 'GET',
      path: '/posts/:id',
      handle: (call) => ({ body: { success: true, post: postView(call, found(call)) } }),
    },
    { operation: 'delete', method: 'DELETE', path: '/posts/:id', handle: remove },
  ],
  webhooks: {
    // The name says "published" where a single account took it.
    tell: (change) => {
      const { kind, group, at } = change;
      if (kind !== 'done') return [];
      const event = resultOf(group) === 'failed' ? 'post.error' : 'post.published';
      const socialAccounts = group.rows.map((row) => rowView(row, change.variant('rowError')));
      const data = { postId: group.id, orgId: group.extra.orgId, socialAccounts };
      const body = { event, timestamp: at, data };
      const lie = { ...body, event: event === 'post.error' ? 'post.published' : 'post.error' };
      return [{ event, body, lie }];
    },
    headers: ({ body, secret }) => signatureOf(secret, body),
  },
};

/** The secret is optional. */
function signatureOf(secret: string, body: string): Record<string, string> {
  if (secret === '') return {};
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  return { 'X-Outstand-Signature': `sha256=${digest}` };
}

/** `9dyJS`, but longer, so that a busy sandbox never makes one twice. */
function base62(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
