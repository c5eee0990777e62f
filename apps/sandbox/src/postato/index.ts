import type { FaultRule } from '../frame/faults';
import type { RenderedError, SimContext, Simulator } from '../frame/simulator';
import { Approvals } from './approvals';
import { Speaker } from './dialect';
import { Media } from './media';
import type { PostatoOptions } from './options';
import { Posts } from './posts';
import { addRoutes } from './routes';
import { patched } from './sandbox-routes';
import { SEED, seedState, type PostatoState } from './state';
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
  const posts: Posts = new Posts(context, slice, webhooks, speaker, () => approvals);
  const approvals = new Approvals(context, slice, webhooks, (post) => posts.submit(post, true));
  const media = new Media(context, slice, speaker);
  const worker = new Worker(context, slice, webhooks, speaker);
  return {
    name: 'postato',
    prefix: '/generic/postato',
    routes: (app) => addRoutes(app, { context, slice, speaker, posts, approvals, media, webhooks }),
    advance: (nowMs) => {
      const expired = approvals.advance(nowMs);
      return worker.advance(nowMs) || expired;
    },
    seeds: () => seedsView(context, slice.value),
    renderFault,
    registerWebhook: ({ url, secret }) => webhooks.add(SEED.workspaceId, url, EVENTS, secret).id,
    reset: () => posts.forgetRate(),
  };
}

function seedsView({ baseUrl }: SimContext, { accounts }: PostatoState): Record<string, unknown> {
  const of = (workspace: string) =>
    accounts
      .filter(({ workspaceId }) => workspaceId === workspace)
      .map(({ id, platform, username, status }) => ({ id, platform, username, status }));
  return {
    baseUrl: `${baseUrl()}/generic/postato`,
    apiKey: SEED.apiKey,
    allWorkspacesKey: SEED.allWorkspacesKey,
    readOnlyKey: SEED.readOnlyKey,
    workspaceId: SEED.workspaceId,
    accounts: of(SEED.workspaceId),
    otherWorkspace: { id: SEED.otherWorkspaceId, accounts: of(SEED.otherWorkspaceId) },
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
