import type { Call, LayersParts } from './endpoint';
import { notFound } from './errors';
import { bareId } from './ids';
import type { Container, Post, Project, SocialAccount, WebhookEndpoint } from './model';

/** Path parameters to rows. What another organisation owns is `404`, as what does not exist. */
export function projectOf({ state }: LayersParts, { params, key }: Call): Project {
  const wanted = params.projectId ?? '';
  const project = state.value.projects.find(({ id }) => id === wanted || bareId(id) === wanted);
  if (project === undefined || project.organizationId !== key.organizationId) throw notFound('Project');
  return project;
}

/** Content endpoints take the prefixed and the bare id. */
export function containerOf({ state, settings }: LayersParts, { params }: Pick<Call, 'params'>): Container {
  const wanted = params.containerId ?? '';
  const { containers } = state.value;
  const container =
    containers[wanted] ?? (settings.vocabulary === 'B' ? containers[`cnt_${wanted}`] : undefined);
  if (container === undefined) throw notFound('Content');
  return container;
}

export function postOf({ state }: LayersParts, { params }: Call): Post {
  const post = state.value.posts[params.postId ?? ''];
  if (post === undefined) throw notFound('Scheduled post');
  return post;
}

export function accountOf({ state }: LayersParts, id: string): SocialAccount | undefined {
  return state.value.accounts.find((account) => account.id === id);
}

export function webhookEndpointOf({ state }: LayersParts, { params }: Call): WebhookEndpoint {
  const endpoint = state.value.endpoints.find(({ id }) => id === params.endpointId);
  if (endpoint === undefined) throw notFound('Webhook endpoint');
  return endpoint;
}
