import type { Problem, UpstreamDescription } from '../../description';
import { createBy, KINDS } from './create';
import { history, jobs, moveJob, profiles, register, removeJob, status } from './reading';
import { eventOf, isInboxOnly } from './views';

/** Upload-Post (facts: its section of the upstream sheet). */
export const UPLOAD_POST: UpstreamDescription = {
  name: 'upload-post',
  basePath: '/api',
  notes: [
    'GET /uploadposts/users answers { success, profiles: [{ username, social_accounts: { x: { display_name, username }, linkedin: null } }] }; an account has no id: it is `user` and platform.',
    'Forms spell it platform[], even for one; JSON (upload_text alone) may spell it platform or platform[], and always sends a list.',
    'Fields that the documentation does not name are refused; so is a platform that the profile has not connected.',
    'An answer to an immediate post tells request_id only where the caller chose one: without it nothing but history finds the post again.',
    'success: true of a create says that it was done, not that a network took it: results say that, with HTTP 200.',
    'A post of which a platform is not through at once (#stuck) is answered as an asynchronous one.',
    'results has a row for platforms that are through, and no others. As an array it tells neither id nor address (variant results: map tells both).',
    'completed says that all work is finished, with or without success (variant completed: succeeded says failed where a platform failed).',
    'total is null until work has begun. After an hour without activity the word is failed, though platforms may still follow.',
    'A time without a zone is one of `timezone` (default UTC). One that has passed is refused (variant pastDates: publish).',
    'add_to_queue takes the slot of an hour later. It and scheduled_date exclude each other.',
    'A scheduled post is found by job_id, and by request_id where the caller chose one; an immediate one by request_id alone.',
    'A chosen request_id that is used twice makes two posts; it then names the later one.',
    'Idempotency-Key is remembered for 24 hours; what is answered is the post as it is now, whatever body comes with it.',
    'DELETE and PATCH of a job that was sent, removed or never there is 404 Job not found; status then knows what was sent, and 404 not_found otherwise.',
    'History is { history: [one row per platform that is through], total, page, limit }; any other limit than 10, 20, 50, 100 is 400.',
    'Each platform posts on its own, so webhooks and history have one entry per platform. job_id of a webhook is the request_id of a post that was not scheduled.',
    'TIKTOK with #inbox in its title is over the cap: it lands in the inbox of the app and on no network.',
    'A rate limit is not documented, and none is played.',
  ],
  variants: {
    results: ['array', 'map'],
    completed: ['finished', 'succeeded'],
    pastDates: ['refuse', 'publish'],
  },
  auth: { header: 'authorization', scheme: 'Apikey' },
  inboxOnly: isInboxOnly,
  customer: (ids) => {
    const user = ids.handle('acme');
    const other = ids.handle('acme-two');
    const account = (
      profile: string,
      platform: string,
      handle: string,
      status: 'connected' | 'expired' = 'connected',
    ) => ({ id: `${profile}/${platform}`, platform, handle: ids.handle(handle), status });
    return {
      apiKey: `upk_${ids.hex(48, 'key')}`,
      extra: { user, otherUser: other },
      accounts: [
        account(user, 'x', 'acme'),
        account(user, 'linkedin', 'acme-ltd'),
        account(user, 'instagram', 'acme.photos'),
        account(user, 'threads', 'acme.threads'),
        account(user, 'tiktok', 'acme.clips'),
        account(user, 'bluesky', 'acme.bsky.example'),
        account(user, 'facebook', 'acme.old', 'expired'),
        account(other, 'x', 'acme_second'),
      ],
    };
  },
  refusals: {
    unauthorized: (problem) => ({
      status: 401,
      // Another scheme word is told as a bad key.
      body:
        problem === 'missing'
          ? { error: 'Authorization header is required' }
          : { success: false, message: 'Invalid or expired token' },
    }),
    invalid: (problems, place) =>
      place === 'query'
        ? { status: 400, body: { success: false, error: sentenceOf(problems) } }
        : { status: 400, body: { error: 'Invalid request', details: sentenceOf(problems) } },
    noRoute: { status: 404, body: { error: 'Not found' } },
    tooMany: () => ({ status: 429, body: { success: false, message: 'Too many requests' } }),
    refused: { status: 400, body: { success: false, error: 'The content was not accepted' } },
    unavailable: { status: 503, body: { error: 'Service unavailable' } },
    internal: { status: 500, body: { error: 'Internal error', details: 'Please try again later' } },
  },
  routes: [
    ...KINDS.map(createBy),
    {
      operation: 'get-status',
      method: 'GET',
      path: '/uploadposts/status',
      about: ({ query }) => [query.job_id ?? query.request_id ?? []].flat()[0],
      handle: status,
    },
    { operation: 'list-history', method: 'GET', path: '/uploadposts/history', lists: true, handle: history },
    { operation: 'list-schedule', method: 'GET', path: '/uploadposts/schedule', lists: true, handle: jobs },
    { operation: 'delete-job', method: 'DELETE', path: '/uploadposts/schedule/:id', handle: removeJob },
    { operation: 'update-job', method: 'PATCH', path: '/uploadposts/schedule/:id', handle: moveJob },
    { operation: 'list-users', method: 'GET', path: '/uploadposts/users', lists: true, handle: profiles },
    {
      operation: 'set-notifications',
      method: 'POST',
      path: '/uploadposts/users/notifications',
      handle: register,
    },
  ],
  webhooks: {
    tell: ({ kind, group, row, at }) => (kind === 'row' && row !== null ? [eventOf(group, row, at)] : []),
    headers: () => ({}),
  },
};

function sentenceOf(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
