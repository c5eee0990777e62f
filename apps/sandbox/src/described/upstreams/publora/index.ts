import { createHmac } from 'node:crypto';
import type { ReadVariant, UpstreamDescription } from '../../description';
import { because, create } from './create';
import { attach, connections, get, isObjectId, list, remove, update, uploadUrl } from './posts';
import { eventsOf } from './views';
import { WEBHOOK_ROUTES } from './webhooks';

const FAMILIES = {
  publora: { key: 'x-publora-key', user: 'x-publora-user-id', webhook: 'X-Publora' },
  postpost: { key: 'x-api-key', user: 'x-postpost-user-id', webhook: 'X-PostPost' },
};

function familyOf(variant: ReadVariant) {
  return variant('family') === 'postpost' ? FAMILIES.postpost : FAMILIES.publora;
}

/** Publora and its sister PostPost (facts: its section of the upstream sheet, and the sister's own sheet). */
export const PUBLORA: UpstreamDescription = {
  name: 'publora',
  basePath: '/api/v1',
  notes: [
    'Paths and bodies are one in the family; variant family: postpost has the other names of headers.',
    'There is no way to publish now but a time that is now or past, which becomes now; the answer tells nothing of it (variant pastTimes: refuse).',
    'Members and parameters that no page documents are refused; platformSettings of other platforms than tiktok, instagram, youtube, threads are dropped.',
    'A connection that does not exist, and one that is named twice, is 400. Ids of Bluesky have colons and are refused (variant blueskyIds).',
    'A time needs a date, a T, a time and a zone.',
    'get-post tells raw ids (variant getPostIds: compound), and no status of the group (variant getPost: newer, where postedId is always there and permalink beside it). Absent members are absent (variant absent: null).',
    'In lists a draft without a time has no scheduledTime.',
    'update-post with a time alone leaves a draft what it is, and keeps the time; a draft that is scheduled without any time goes out at once.',
    'Only the group status decides whether a post may be changed, and it is `scheduled` until all is done: what is under way takes a change with 200, and goes out all the same.',
    'The limits service keeps posts ten minutes apart where the variant spacing says so, on create as well; times that are now stay.',
    'The plan has no limits (variant plan: starter: no twitter, 15 platform posts a month, 3 at once, 7 days ahead).',
    'Any post may be deleted: nothing is left to be read, what is under way goes out, what is live stays so.',
    'A file goes out if its bytes came before the post began; one that never came is left out. Sizes and kinds are not looked at.',
    'Nothing splits a long text, and nothing is said of its length. Calls of thread, log, test-connection and workspace management are not played, nor updates of webhooks and the rules for their addresses; there is one managed user.',
    'Webhooks: one for each platform post, signed over the compact JSON, which is what is sent (variant webhookBytes: spaced sends the same with spaces). Switching off after five failures is not played; post.published of the newer copy tells postedId and permalink.',
    'A key that is repeated or a header for idempotency is of no effect: the same call twice is two posts.',
    'No rate is enforced.',
  ],
  variants: {
    family: ['publora', 'postpost'],
    getPost: ['older', 'newer'],
    getPostIds: ['raw', 'compound'],
    absent: ['absent', 'null'],
    pastTimes: ['clamp', 'refuse'],
    spacing: ['none', 'tenMinutes'],
    plan: ['unlimited', 'starter'],
    blueskyIds: ['refused', 'accepted'],
    webhookBytes: ['compact', 'spaced'],
  },
  auth: {
    header: (variant) => familyOf(variant).key,
    scheme: null,
    scope: (headers, { extra }, variant) => {
      const name = familyOf(variant).user;
      const user = headers[name];
      if (typeof user !== 'string' || user === extra.ownerId) return '';
      if (!isObjectId(user)) throw because(400, `Invalid ${name}`);
      if (user !== extra.managedUserId) throw because(403, 'User is not managed by key');
      return user;
    },
  },
  customer: (ids) => {
    const managedUserId = ids.hex(24, 'managed');
    const account = (platform: string, tail: string, handle: string, more: object = {}) => ({
      ...{ id: `${platform}-${tail}`, platform, handle: ids.handle(handle), status: 'connected' as const },
      ...more,
    });
    return {
      apiKey: `sk_${ids.word(8, 'key time')}_${ids.hex(16, 'key id')}.${ids.hex(40, 'key')}`,
      extra: { ownerId: ids.hex(24, 'owner'), managedUserId },
      accounts: [
        account('twitter', ids.digits(18, 'twitter'), 'acme'),
        account('linkedin', `Qw${ids.word(8, 'linkedin')}-Z`, 'acme-ltd'),
        account('instagram', ids.digits(17, 'instagram'), 'acme.photos'),
        account('threads', ids.digits(17, 'threads'), 'acme.threads'),
        account('mastodon', ids.digits(18, 'mastodon'), 'acme_m'),
        account('telegram', `-100${ids.digits(10, 'telegram')}`, 'acme_channel'),
        account('bluesky', `did:plc:${ids.word(24, 'bluesky')}`, 'acme.bsky.example'),
        account('twitter', ids.digits(18, 'twitter 2'), 'acme_second'),
        account('facebook', ids.digits(15, 'facebook'), 'acme.old', { status: 'expired' }),
        account('twitter', ids.digits(18, 'twitter 3'), 'acme_client', { scope: managedUserId }),
      ],
    };
  },
  refusals: {
    unauthorized: (problem) => ({
      status: 401,
      body: { error: problem === 'unknown' ? 'Invalid API key' : 'API key is required' },
    }),
    invalid: (problems) => ({
      status: 400,
      body: {
        error: problems
          .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
          .join('; '),
      },
    }),
    noRoute: {
      status: 404,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
      body: '<!DOCTYPE html>\n<html><head><title>Error</title></head><body><pre>Cannot find this route</pre></body></html>\n',
    },
    tooMany: (waitMs) => ({
      status: 429,
      body: { error: 'Too many requests' },
      ...(waitMs === null ? {} : { headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) } }),
    }),
    refused: { status: 400, body: { error: 'Content was refused' } },
    unavailable: { status: 503, body: { error: 'Service unavailable' } },
    internal: { status: 500, body: { error: 'Internal server error' } },
  },
  onUpload: attach,
  routes: [
    {
      operation: 'list-connections',
      method: 'GET',
      path: '/platform-connections',
      lists: true,
      handle: connections,
    },
    {
      operation: 'create',
      method: 'POST',
      path: '/create-post',
      text: (body) =>
        typeof body === 'object' && body !== null && 'content' in body && typeof body.content === 'string'
          ? body.content
          : null,
      handle: create,
    },
    { operation: 'get', method: 'GET', path: '/get-post/:id', handle: get },
    { operation: 'list', method: 'GET', path: '/list-posts', lists: true, handle: list },
    { operation: 'update', method: 'PUT', path: '/update-post/:id', handle: update },
    { operation: 'delete', method: 'DELETE', path: '/delete-post/:id', handle: remove },
    { operation: 'upload-url', method: 'POST', path: '/get-upload-url', handle: uploadUrl },
    ...WEBHOOK_ROUTES,
  ],
  webhooks: {
    tell: eventsOf,
    text: (body, variant) =>
      variant('webhookBytes') === 'spaced' ? JSON.stringify(body, null, 2) : JSON.stringify(body),
    headers: ({ body, secret, event, variant }) => {
      const compact = JSON.stringify(JSON.parse(body));
      const prefix = familyOf(variant).webhook;
      return {
        [`${prefix}-Event`]: event,
        [`${prefix}-Signature`]: createHmac('sha256', secret).update(compact).digest('hex'),
      };
    },
  },
};
