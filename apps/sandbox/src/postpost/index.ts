import type { FaultRule } from '../frame/faults';
import type { RenderedError, SimContext, Simulator } from '../frame/simulator';
import { GroupIndex } from './group-index';
import { Media } from './media';
import type { PostpostOptions } from './options';
import { PostGroups } from './post-groups';
import { addRoutes } from './routes';
import { patched } from './sandbox-routes';
import { Scheduler } from './scheduler';
import { addCustomer, describeCustomer, seedState } from './seed';
import type { Tenant } from './state';
import { EVENTS, Webhooks } from './webhooks';

export type { PostpostOptions } from './options';

/** Plays PostPost's REST API at `/postpost/api/v1`, as docs.postpost.dev describes it. */
export function createPostpost(context: SimContext, options: PostpostOptions = {}): Simulator {
  const slice = context.store.slice('postpost', () => seedState(context.clock.now(), options));
  // Options of this start win over those in a state file of an earlier one.
  slice.value.settings = patched(slice.value.settings, options);
  const webhooks = new Webhooks(context, slice);
  const index = new GroupIndex(slice, context.clock);
  const media = new Media(context, slice);
  const groups = new PostGroups(context, slice, webhooks, index, media);
  const scheduler = new Scheduler(context, slice, webhooks, index, media);
  const describe = (tenant: Tenant) => describeCustomer(slice.value, tenant, `${context.baseUrl()}/postpost`);
  const seeded = (): Tenant => {
    const [first] = slice.value.tenants;
    if (first === undefined) throw new Error('The state of PostPost has no key owner.');
    return first;
  };
  return {
    name: 'postpost',
    prefix: '/postpost',
    routes: (app) => addRoutes(app, { context, slice, index, groups, media, webhooks }),
    advance: () => scheduler.advance(),
    clockChanged: () => index.clockChanged(),
    seeds: () => describe(seeded()),
    addTenant: () => describe(addCustomer(slice.value, context.clock.now())),
    tenants: () => slice.value.tenants.slice(1).map(describe),
    renderFault,
    registerWebhook: ({ url, secret, apiKey }) => {
      const userId = apiKey === undefined ? seeded().ownerId : slice.value.keys[apiKey];
      return userId === undefined ? null : webhooks.add(userId, 'sandbox', url, EVENTS, secret)._id;
    },
    reset: () => undefined,
  };
}

/** The documented 500 texts, by operation. */
const FAILURES: Readonly<Record<string, string>> = {
  'postpost.create-post': 'Failed to create post group',
  'postpost.get-post': 'Failed to fetch post group',
  'postpost.list-posts': 'Failed to list posts',
  'postpost.update-post': 'Failed to update post',
  'postpost.delete-post': 'Failed to delete post group',
  'postpost.post-logs': 'Failed to get post logs',
  'postpost.get-upload-url': 'Failed to create upload URL',
  'postpost.platform-connections': 'Failed to fetch platform connections',
  'postpost.test-connection': 'Failed to test connection',
};

function renderFault({ kind, operation }: FaultRule): RenderedError {
  switch (kind) {
    case 'refuse':
      return { status: 400, body: { error: 'Refused by the sandbox' } };
    case '429':
      return { status: 429, body: { error: 'Too many requests' } };
    case '503':
      // The second of the documented error shapes: `message` in place of `error`.
      return { status: 503, body: { message: 'Service temporarily unavailable' } };
    default:
      return { status: 500, body: { error: FAILURES[operation] ?? 'Internal server error' } };
  }
}
