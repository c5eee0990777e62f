/** The smallest manifest that reads posts; each test says what it is about. */
import type { Json, JsonObject } from '@postern/core';

const media = { max: 0, source: 'docs' };

export const READING: JsonObject = {
  manifest: 'postern/v1',
  id: 'tiny',
  name: 'Tiny',
  docs: 'https://tiny.example/docs',
  connection: {
    properties: { token: { title: 'Token', writeOnly: true }, host: { title: 'Host' } },
    required: ['token', 'host'],
  },
  transport: { baseUrl: '{connection.host}', headers: { authorization: '{connection.token}' } },
  platforms: {
    x: { word: 'twitter', rules: { media } },
    mastodon: { word: 'MASTO', rules: { media } },
  },
  idempotency: { kind: 'none' },
  rateBudgets: { read: { limit: 10, perSeconds: 1 }, write: { limit: 10, perSeconds: 1 } },
  pollCadence: { queued: 10, publishing: 10 },
  operations: {
    check: { path: '/me' },
    createPost: { method: 'POST', path: '/posts', body: "{ 'text': post.text }" },
    getPost: { path: '/posts/{ref.id}' },
    listAccounts: {
      path: '/accounts',
      rows: '$',
      row: { reference: 'id', platform: 'platform', handle: 'name' },
      data: { handle: '{account.handle}', raw: '{row.raw}' },
    },
  },
  errors: {},
  post: { id: 'group.id', status: 'status', groupStatus: 'group.status' },
  statuses: {
    post: { done: 'published', live: null, true: 'published', false: 'failed' },
    group: {
      waiting: 'scheduled',
      busy: 'publishing',
      done: 'published',
      broken: 'failed',
      mixed: null,
      gone: 'canceled',
    },
  },
};

/** `changes` replace keys of the parts; of `operations`, `undefined` takes one away. */
export function readingManifest(changes: Record<string, Record<string, Json | undefined>>): JsonObject {
  const merged = Object.entries(changes).map(([name, part]) => {
    const own = READING[name];
    const base = typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {};
    return [name, { ...base, ...part }] as const;
  });
  return JSON.parse(JSON.stringify({ ...READING, ...Object.fromEntries(merged) })) as JsonObject;
}
