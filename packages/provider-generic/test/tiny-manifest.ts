/** The smallest manifest, for specs that add one thing to it: a post of several rows at `/posts`. */
import { parseManifest } from '../src/index';
import type { Manifest } from '../src/manifest-schema';

type Parts = Record<string, unknown>;

const BASE = {
  manifest: 'postern/v1',
  id: 'tiny',
  name: 'Tiny',
  docs: 'https://tiny.example/docs',
  connection: {
    properties: { key: { title: 'Key', writeOnly: true }, host: { title: 'Host' } },
    required: ['key', 'host'],
  },
  transport: { baseUrl: '{connection.host}', headers: { authorization: 'Bearer {connection.key}' } },
  platforms: { x: { rules: {} }, linkedin: { rules: {} } },
  scheduling: { format: 'iso' },
  idempotency: { kind: 'none' },
  errors: { code: 'code', message: 'error' },
  rateBudgets: { read: { limit: 99, perSeconds: 1 }, write: { limit: 99, perSeconds: 1 } },
  pollCadence: { queued: 10, publishing: 10 },
};

const OPERATIONS = {
  check: { path: '/me' },
  createPost: {
    method: 'POST',
    path: '/posts',
    body: [
      "{ 'text': post.text, 'at': post.scheduledAt, 'ref': post.reference,",
      "  'to': [targets.{ 'account': $.account.reference, 'platform': word }] }",
    ],
  },
  getPost: { path: '/posts/{ref.id}' },
  listPosts: { path: '/posts', rows: 'posts' },
  listAccounts: { path: '/accounts', rows: '$', row: { reference: 'id', platform: 'network' } },
};

const POST = {
  root: 'post|$',
  id: 'group.id',
  rows: { kind: 'array', paths: ['to'], match: { account: 'account' } },
  status: 'status',
  groupStatus: 'group.status',
  echo: { text: 'group.text', reference: 'group.ref' },
  error: { message: 'why' },
};

const WORDS = {
  draft: 'draft',
  scheduled: 'scheduled',
  sending: 'publishing',
  live: 'published',
  dead: 'failed',
};

/** Operations, `post` and what is given beside them replace the tiny manifest's own. */
export function tinyManifest({
  operations = {},
  post = {},
  ...more
}: Parts & { operations?: Parts; post?: Parts }): Manifest {
  const parsed = parseManifest({
    ...BASE,
    statuses: { post: WORDS, group: { draft: 'draft', scheduled: 'scheduled', live: null } },
    ...more,
    operations: { ...OPERATIONS, ...operations },
    post: { ...POST, ...post },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}
