import type { Call, LayersParts } from './endpoint';
import { notFound } from './errors';
import { bareId } from './ids';
import type { ApiKey, Container, Post, Project, SocialAccount, WebhookEndpoint } from './model';

/** Path parameters to rows. What another organisation owns is `404`, as what does not exist. */
export function projectOf({ state }: LayersParts, { params, key }: Call): Project {
  const wanted = params.projectId ?? '';
  const project = state.value.projects.find(({ id }) => id === wanted || bareId(id) === wanted);
  if (project === undefined || project.organizationId !== key.organizationId) throw notFound('Project');
  return project;
}

/** Content endpoints take the prefixed and the bare id. */
export function containerOf(parts: LayersParts, { params, key }: Pick<Call, 'params' | 'key'>): Container {
  const { state, settings } = parts;
  const wanted = params.containerId ?? '';
  const { containers } = state.value;
  const container =
    containers[wanted] ?? (settings.vocabulary === 'B' ? containers[`cnt_${wanted}`] : undefined);
  if (!owns(parts, key, container?.projectId) || container === undefined) throw notFound('Content');
  return container;
}

export function postOf(parts: LayersParts, { params, key }: Call): Post {
  const post = parts.state.value.posts[params.postId ?? ''];
  if (!owns(parts, key, post?.projectId) || post === undefined) throw notFound('Scheduled post');
  return post;
}

/** Whether the key's organisation has that project. */
export function owns({ state }: LayersParts, { organizationId }: ApiKey, projectId: string | undefined) {
  const project = state.value.projects.find(({ id }) => id === projectId);
  return project?.organizationId === organizationId;
}

export function accountOf({ state }: LayersParts, id: string): SocialAccount | undefined {
  return state.value.accounts.find((account) => account.id === id);
}

export function webhookEndpointOf({ state }: LayersParts, { params, key }: Call): WebhookEndpoint {
  const endpoint = state.value.endpoints.find(({ id }) => id === params.endpointId);
  if (endpoint?.organizationId !== key.organizationId) throw notFound('Webhook endpoint');
  return endpoint;
}
