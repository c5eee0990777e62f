import type { UpstreamDescription } from '../../description';
import { create, list, listIntegrations, remove, removeGroup, textOf, toggle, upload } from './posts';
import { isInboxOnly } from './views';

const HOUR_MS = 3_600_000;

/** The public API of Postiz (facts: its section of the upstream sheet). */
export const POSTIZ: UpstreamDescription = {
  name: 'postiz',
  basePath: '/public/v1',
  notes: [
    "The cloud's address is played; a self-hosted one has /api before it.",
    'The key stands alone in Authorization: with Bearer before it, it is another key.',
    'GET /integrations answers a bare list of { id, name, identifier, picture, disabled, profile }; a token that lapsed is not seen in it.',
    'Create is 201 with one id for each integration; an integration may be named once in a call.',
    'A date that has passed publishes at once; with `now` the date is looked at, and not taken.',
    'settings.__type must be the provider of the integration; what else settings say is not looked at.',
    'A listed post has content (of its first part), publishDate, group and integration { id, providerIdentifier, name } besides the documented members; those of a group have one date.',
    'The window is startDate to endDate, both included, by publishDate, the earliest first. Drafts are in it, what was deleted is not.',
    'There is no word for what is under way: it is QUEUE until it is PUBLISHED or ERROR. Nothing tells why.',
    'DELETE takes the whole group from the records and no post from a network: what is under way goes out, what is live stays so, and neither is listed again (variant deleteLive: refuse answers 400 for those).',
    'DELETE of an unknown post or group is 500.',
    'The status toggle is for the whole group, and 400 for what has begun.',
    'A post whose address the network does not tell (#no-url) has the releaseId "missing"; the repair of it is not played.',
    'A post to tiktok with a setting UPLOAD lands in the inbox of the app, and says PUBLISHED with the releaseId "missing".',
    'POST /upload takes multipart `file`, and answers { id, name, path }; images must name both id and path.',
    'Error bodies are not documented: { msg } for keys, { statusCode, message, error } for the rest; 429 has no Retry-After.',
  ],
  variants: { list: ['posts', 'root'], deleteLive: ['forget', 'refuse'] },
  auth: { header: 'authorization', scheme: null },
  inboxOnly: isInboxOnly,
  customer: (ids) => {
    const account = (platform: string, handle: string, status: 'connected' | 'expired' = 'connected') => ({
      id: `cm${ids.word(23, `${platform}/${handle}`)}`,
      platform,
      handle: ids.handle(handle),
      status,
    });
    return {
      apiKey: ids.hex(64, 'key'),
      accounts: [
        account('x', 'acme'),
        account('linkedin', 'acme-ltd'),
        account('bluesky', 'acme.bsky.example'),
        account('instagram', 'acme.photos'),
        account('tiktok', 'acme.clips'),
        account('x', 'acme_second'),
        account('facebook', 'acme.old', 'expired'),
      ],
    };
  },
  refusals: {
    unauthorized: (problem) => ({
      status: 401,
      body: { msg: problem === 'missing' ? 'No API Key found' : 'Invalid API Key' },
    }),
    invalid: (problems) => ({
      status: 400,
      body: {
        statusCode: 400,
        message: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
        error: 'Bad Request',
      },
    }),
    noRoute: {
      status: 404,
      body: { statusCode: 404, message: 'Cannot find this route', error: 'Not Found' },
    },
    tooMany: () => ({
      status: 429,
      body: { statusCode: 429, message: 'ThrottlerException: Too Many Requests' },
    }),
    refused: {
      status: 400,
      body: { statusCode: 400, message: ['posts: Content was refused'], error: 'Bad Request' },
    },
    unavailable: { status: 503, body: { statusCode: 503, message: 'Service Unavailable' } },
    internal: { status: 500, body: { statusCode: 500, message: 'Internal server error' } },
  },
  limits: { windows: [{ count: 30, perMs: HOUR_MS }] },
  routes: [
    {
      operation: 'list-integrations',
      method: 'GET',
      path: '/integrations',
      lists: true,
      handle: listIntegrations,
    },
    { operation: 'upload', method: 'POST', path: '/upload', bodies: ['multipart'], handle: upload },
    { operation: 'create', method: 'POST', path: '/posts', text: textOf, handle: create },
    { operation: 'list', method: 'GET', path: '/posts', lists: true, handle: list },
    { operation: 'delete', method: 'DELETE', path: '/posts/:id', handle: remove },
    { operation: 'delete-group', method: 'DELETE', path: '/posts/group/:id', handle: removeGroup },
    { operation: 'toggle', method: 'PUT', path: '/posts/:id/status', handle: toggle },
  ],
};
