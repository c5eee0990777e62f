import type { PosternEvent } from '@postern/client';

export interface EventLink {
  kind: 'post' | 'group' | 'connection' | 'endpoint';
  path: string;
}

const PLACES = [
  ['post', 'postId', '/posts'],
  ['group', 'groupId', '/groups'],
  ['connection', 'connectionId', '/connections'],
  ['endpoint', 'endpointId', '/webhooks'],
] as const;

/** Where the app shows what an event is about. */
export function eventLinks({ data }: PosternEvent): EventLink[] {
  const fields: Readonly<Record<string, unknown>> = data;
  return PLACES.flatMap(([kind, field, place]) => {
    const id = fields[field];
    return typeof id === 'string' ? [{ kind, path: `${place}/${id}` }] : [];
  });
}
