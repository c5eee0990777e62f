/** Rows as the first released version wrote them: into its tables, naming its columns. */
import type { Client } from 'pg';
import { newMergedPost, type PostStatus } from '@postern/core';
import { hashKey } from '../src/api-keys/api-key';

export const FIRST_TABLES = [
  'workspaces',
  'api_keys',
  'connections',
  'accounts',
  'post_groups',
  'submissions',
  'posts',
  'attempts',
  'events',
  'idempotency_records',
  'inbound_hooks',
] as const;

const STATUSES: readonly [PostStatus, string][] = [
  ['scheduled', 'held'],
  ['publishing', 'accepted'],
  ['unknown', 'unknown'],
  ['published', 'accepted'],
  ['failed', 'rejected'],
];

const CONTENT = JSON.stringify({ text: 'Opening day', media: [], thread: [], firstComment: null });

/** One workspace with a post in each of five statuses. @param key its API key */
export async function writeFirstRows(client: Client, name: string, key: string): Promise<void> {
  const id = (kind: string, more = ''): string => `${kind}_${name}${more}`;
  const ws = id('ws');
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    const places = columns.map((_, at) => `$${at + 1}`).join(', ');
    return client.query(
      `insert into ${table} (${columns.join(', ')}) values (${places})`,
      Object.values(row),
    );
  };
  await insert('workspaces', { id: ws, name });
  await insert('api_keys', {
    id: id('key'),
    workspace_id: ws,
    name,
    prefix: key.slice(0, 6),
    key_hash: hashKey(key),
    scopes: ['admin'],
  });
  const connection = { workspace_id: ws, provider: 'layers', name, credentials: Buffer.from('sealed') };
  const rest = { credentials_key_id: 'k1', settings: '{}', status: 'active', scheduling: 'gateway' };
  await insert('connections', { id: id('conn'), ...connection, ...rest });
  await insert('accounts', {
    id: id('acct'),
    workspace_id: ws,
    connection_id: id('conn'),
    provider: 'layers',
    platform: 'linkedin',
    reference: 'r1',
    data: '{}',
    status: 'connected',
  });
  for (const [place, [status, state]] of STATUSES.entries()) {
    await writePost(insert, id, { ws, place, status, state });
  }
  await insert('idempotency_records', {
    workspace_id: ws,
    method: 'POST',
    path: '/v1/post-groups',
    key: 'once',
    body_hash: Buffer.from('00', 'hex'),
    status: 201,
    response: '{ "id":  "pg" }',
  });
  await insert('inbound_hooks', {
    connection_id: id('conn'),
    dedupe_key: 'd1',
    type: 'post.published',
    reference_list: ['a'],
  });
}

async function writePost(
  insert: (table: string, row: Record<string, unknown>) => Promise<unknown>,
  id: (kind: string, more?: string) => string,
  { ws, place, status, state }: { ws: string; place: number; status: PostStatus; state: string },
): Promise<void> {
  const more = String(place);
  const at = new Date(Date.UTC(2026, 0, 1 + place));
  const times = { created_at: at, updated_at: at };
  const due = status === 'scheduled' ? new Date(Date.UTC(2036, 0, 1)) : null;
  await insert('post_groups', {
    id: id('pg', more),
    workspace_id: ws,
    status,
    content: CONTENT,
    metadata: '{"campaign":7}',
    client_reference: `ref-${more}`,
    scheduled_at: due,
    max_lateness_seconds: 86_400,
    ...times,
  });
  await insert('submissions', {
    id: id('sub', more),
    workspace_id: ws,
    group_id: id('pg', more),
    connection_id: id('conn'),
    provider: 'layers',
    state,
    round: 1,
    latest_at: new Date(Date.UTC(2036, 0, 2)),
    next_attempt_at: due,
    attempts: state === 'held' ? 0 : 1,
    checkpoint: state === 'unknown' ? '{"containerId":"c1"}' : null,
    ...times,
  });
  await insert('posts', {
    id: id('post', more),
    workspace_id: ws,
    group_id: id('pg', more),
    position: 0,
    submission_id: id('sub', more),
    account_id: id('acct'),
    connection_id: id('conn'),
    provider: 'layers',
    platform: 'linkedin',
    content: CONTENT,
    options: '{}',
    scheduled_at: due,
    status,
    attempts: state === 'held' ? 0 : 1,
    error: status === 'failed' ? JSON.stringify({ code: 'CONTENT_REJECTED', message: 'No.' }) : null,
    merge: JSON.stringify(newMergedPost(status === 'scheduled' ? 'scheduled' : 'queued').merge),
    ...times,
  });
  if (state !== 'held') {
    await insert('attempts', {
      id: id('att', more),
      workspace_id: ws,
      submission_id: id('sub', more),
      number: 1,
      fence: 1,
      worker: 'w',
      started_at: at,
      finished_at: at,
      outcome: state === 'accepted' ? 'accepted' : state,
    });
  }
  // The order of ids is not that of the times.
  await insert('events', {
    id: id('evt', String(9 - place)),
    workspace_id: ws,
    type: `post.${status}`,
    group_id: id('pg', more),
    post_id: id('post', more),
    data: JSON.stringify({ postId: id('post', more), status }),
    created_at: at,
  });
}
