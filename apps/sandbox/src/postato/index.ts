import type { FaultRule } from '../frame/faults';
import type { RenderedError, SimContext, Simulator } from '../frame/simulator';
import { Approvals } from './approvals';
import { tenantOf } from './caller';
import { Speaker } from './dialect';
import { Media } from './media';
import type { PostatoOptions } from './options';
import { PostIndex } from './post-index';
import { Posts } from './posts';
import { addRoutes } from './routes';
import { patched } from './sandbox-routes';
import { addCustomer, describeCustomer, seedState } from './seed';
import type { Tenant } from './state';
import { EVENTS, Webhooks } from './webhooks';
import { Worker } from './worker';

export type { PostatoOptions } from './options';

/** Plays Postato's REST API at `/generic/postato/v1`, as docs.postato.com.br describes it. */
export function createPostato(context: SimContext, options: PostatoOptions = {}): Simulator {
  const slice = context.store.slice('postato', () => seedState(context.clock.iso(), options));
  // Options of this start win over those in a state file of an earlier one.
  slice.value.settings = patched(slice.value.settings, options);
  const speaker = new Speaker(() => slice.value.settings);
  const webhooks = new Webhooks(context, slice);
  const index = new PostIndex(slice, context.clock);
  const posts: Posts = new Posts(context, slice, webhooks, speaker, index, () => approvals);
  const approvals = new Approvals(context, slice, webhooks, index, (post) => posts.submit(post, true));
  const media = new Media(context, slice, speaker);
  const worker = new Worker(context, slice, webhooks, speaker, index, media);
  const describe = (tenant: Tenant) =>
    describeCustomer(slice.value, tenant, `${context.baseUrl()}/generic/postato`);
  const seeded = (): Tenant => {
    const [first] = slice.value.tenants;
    if (first === undefined) throw new Error('The state of Postato has no tenant.');
    return first;
  };
  return {
    name: 'postato',
    prefix: '/generic/postato',
    routes: (app) => addRoutes(app, { context, slice, index, speaker, posts, approvals, media, webhooks }),
    advance: () => {
      const expired = approvals.advance();
      return worker.advance() || expired;
    },
    clockChanged: () => index.clockChanged(),
    seeds: () => describe(seeded()),
    addTenant: () => describe(addCustomer(slice.value, context.clock.iso())),
    tenants: () => slice.value.tenants.slice(1).map(describe),
    renderFault,
    registerWebhook: ({ url, secret, apiKey }) => {
      const tenant = apiKey === undefined ? seeded() : tenantOf(slice.value, apiKey);
      return tenant === undefined ? null : webhooks.add(tenant.workspaceId, url, EVENTS, secret).id;
    },
    reset: () => posts.forgetRate(),
  };
}

function renderFault({ kind }: FaultRule): RenderedError {
  switch (kind) {
    case 'refuse': {
      const breach = { field: 'content', message: 'Refused', platform: 'any', code: 'sandbox_refused' };
      const message = 'The post breaks rules of its platform';
      return { status: 422, body: { error: 'VALIDATION_FAILED', message, errors: [breach] } };
    }
    case '429':
      return { status: 429, body: { error: 'rate_limited', message: 'Too many requests' } };
    case '503':
      return { status: 503, body: { error: 'service_unavailable', message: 'Try again later' } };
    default:
      // The last of the documented variants: a bare code.
      return { status: 500, body: { error: 'internal_error' } };
  }
}
