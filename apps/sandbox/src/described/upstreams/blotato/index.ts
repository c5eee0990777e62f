import { z } from 'zod';
import type { UpstreamDescription } from '../../description';
import {
  accounts,
  create,
  get,
  getSchedule,
  list,
  listSchedules,
  moveSchedule,
  removeSchedule,
} from './posts';

const MINUTE_MS = 60_000;

/** Blotato (facts: its section of the upstream sheet). */
export const BLOTATO: UpstreamDescription = {
  name: 'blotato',
  basePath: '/v2',
  notes: [
    'GET /users/me/accounts answers { items: [{ id, platform, fullname, username }], cursor? }; ids are strings of digits (variant accounts: pages of three). A token that lapsed is not seen in it.',
    'One call posts to one account. The platform is stated twice, and both must be that of the account: 422.',
    'mediaUrls is required of every part; members that no page documents are refused with 422, in target they are options of the platform.',
    'scheduledTime needs a zone. Within `post` nobody reads it: the post goes out at once. One at the root that has passed publishes at once (variant pastTimes: refuse).',
    'GET /posts/:postSubmissionId is flat and leaves out what does not apply; scheduledTime is told while it lies ahead.',
    'The list has { items: [{ id, accountId, platform, text, mediaUrls, createdAt, state: { type, … } }], cursor? }, the latest first; state has scheduledAt, publishedAt and publicUrl, or failedAt and errorMessage. Its time is that of its state.',
    'What is in progress is in no list. An item has another id in every state, and never that of the submission.',
    'status repeats; limit is 50, at most 250, else 422. A cursor is opaque and absent at the end.',
    'A schedule is { id, scheduledAt, draft: { accountId, content: { text, mediaUrls, platform, additionalPosts? }, target } }, the earliest first; only what lies ahead is there, and 404 later. count is all of them, as a string.',
    'PATCH takes { patch: { scheduledTime } } in the future and answers the schedule, DELETE answers its id (variant changes: empty answers 204).',
    'What was deleted leaves no trace: the submission is 404 too.',
    'The body of an error is not documented: { message }. 429 has Retry-After only where a rule gives one.',
    'Posts are created 30 times and read 60 times a minute, all reads together; changes of schedules are not counted. Uploading is not played: addresses of files are taken as they are, and nobody fetches them.',
    'Nothing repeats safely: the same call twice is two posts. There are no webhooks.',
  ],
  variants: {
    pastTimes: ['publish', 'refuse'],
    changes: ['row', 'empty'],
    accounts: ['whole', 'pages'],
  },
  auth: { header: 'blotato-api-key', scheme: null },
  customer: (ids) => {
    const account = (platform: string, handle: string, status: 'connected' | 'expired' = 'connected') => ({
      id: ids.digits(6, `${platform}/${handle}`),
      platform,
      handle: ids.handle(handle),
      status,
    });
    return {
      apiKey: `blt_${ids.word(43, 'key')}=`,
      accounts: [
        account('twitter', 'acme'),
        account('linkedin', 'acme-ltd'),
        account('bluesky', 'acme.bsky.example'),
        account('instagram', 'acme.photos'),
        account('threads', 'acme.threads'),
        account('twitter', 'acme_second'),
        account('facebook', 'acme.old', 'expired'),
      ],
    };
  },
  refusals: {
    unauthorized: () => ({ status: 401, body: { message: 'Unauthorized' } }),
    invalid: (problems) => ({
      status: 422,
      body: {
        message: problems
          .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
          .join('; '),
      },
    }),
    noRoute: { status: 404, body: { message: 'Not found' } },
    tooMany: () => ({ status: 429, body: { message: 'Rate limit exceeded' } }),
    refused: { status: 422, body: { message: 'The content was not accepted' } },
    unavailable: { status: 503, body: { message: 'Service unavailable' } },
    internal: { status: 500, body: { message: 'Internal server error' } },
  },
  limits: {
    windows: [
      { count: 30, perMs: MINUTE_MS, operations: ['create'] },
      {
        count: 60,
        perMs: MINUTE_MS,
        operations: ['get', 'list', 'list-schedules', 'get-schedule', 'list-accounts'],
      },
    ],
  },
  routes: [
    { operation: 'list-accounts', method: 'GET', path: '/users/me/accounts', lists: true, handle: accounts },
    { operation: 'create', method: 'POST', path: '/posts', text: textOf, handle: create },
    { operation: 'list', method: 'GET', path: '/posts', lists: true, handle: list },
    { operation: 'get', method: 'GET', path: '/posts/:id', handle: get },
    { operation: 'list-schedules', method: 'GET', path: '/schedules', lists: true, handle: listSchedules },
    { operation: 'get-schedule', method: 'GET', path: '/schedules/:id', handle: getSchedule },
    { operation: 'update-schedule', method: 'PATCH', path: '/schedules/:id', handle: moveSchedule },
    { operation: 'delete-schedule', method: 'DELETE', path: '/schedules/:id', handle: removeSchedule },
  ],
};

/** Every part, so that a word in any of them counts. */
function textOf(body: unknown): string | null {
  const part = z.looseObject({ text: z.string() });
  const content = z.looseObject({ text: z.string(), additionalPosts: z.array(part).optional() });
  const read = z.looseObject({ post: z.looseObject({ content }) }).safeParse(body);
  if (!read.success) return null;
  const { text, additionalPosts = [] } = read.data.post.content;
  return [text, ...additionalPosts.map((reply) => reply.text)].join('\n');
}
