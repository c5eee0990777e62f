import { createEngine } from './engine';
import { target } from '../test/posts';
import { loadPreset, parseManifest } from './index';
import { POST_KEYS } from './manifest-scopes';
import { submissionScope } from './post-scope';
import { shippedPresets } from './preset-files';

type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

function issuesAfter(change: (manifest: Loose) => void) {
  const manifest = shippedPresets.read('postato') as Loose;
  change(manifest);
  const parsed = parseManifest(manifest);
  return parsed.ok ? [] : parsed.issues;
}

const get = { method: 'GET', path: '/x' };
const posts = '/workspaces/{account.workspaceId}/posts';

describe('names that nothing could fill', () => {
  it.each<[string, (m: Loose) => void, string, string | null]>([
    [
      'an account value',
      (m) => (m.operations.getPost.path = '/{account.workspaceID}'),
      'operations.getPost.path',
      'workspaceId',
    ],
    [
      'a value of the reference',
      (m) => (m.operations.getPost.path = '/{ref.row}'),
      'operations.getPost.path',
      null,
    ],
    [
      'the post in a read',
      (m) => (m.operations.getPost.path = '/{post.text}'),
      'operations.getPost.path',
      null,
    ],
    [
      'a part of the post',
      (m) => (m.operations.createPost.path = `${posts}/{post.platfrom}`),
      'operations.createPost.path',
      'platform',
    ],
    [
      'another paging',
      (m) => (m.operations.listPosts.query.page = '{page.cursor}'),
      'operations.listPosts.query.page',
      null,
    ],
    [
      'a page where there is none',
      (m) => (m.operations.getPost.query = { p: '{page.number}' }),
      'operations.getPost.query.p',
      null,
    ],
    [
      'what is found without a way',
      (m) => (m.operations.cancelPost.path = '/schedules/{found.id}'),
      'operations.cancelPost.path',
      null,
    ],
    [
      'the current post unread',
      (m) => (m.operations.reschedulePost.query = { t: '{current.text}' }),
      'operations.reschedulePost.query.t',
      null,
    ],
    [
      'the other change',
      (m) => (m.operations.cancelPost.query = { at: '{change.at}' }),
      'operations.cancelPost.query.at',
      null,
    ],
    [
      'an upload’s step',
      (m) => (m.media.upload.steps[1].address = 'upload.begn.uploadUrl'),
      'media.upload.steps.1.address',
      'begin',
    ],
    [
      'the base by account',
      (m) => (m.transport.baseUrl = 'https://{account.reference}.example'),
      'transport.baseUrl',
      null,
    ],
    ['a bare root', (m) => (m.operations.getPost.path = '/{ref}'), 'operations.getPost.path', null],
    [
      'a list that is none',
      (m) => (m.operations.getPost.query = { id: { each: 'pages.ids' } }),
      'operations.getPost.query.id.each',
      null,
    ],
    [
      'a post’s address',
      (m) => (m.platforms.x.postUrl = 'https://x.example/{rwo.id}'),
      'platforms.x.postUrl',
      'row',
    ],
  ])('%s', (_what, change, path, suggestion) => {
    expect(issuesAfter(change)).toContainEqual(
      expect.objectContaining({ rule: 'manifest.placeholder', path, suggestion }),
    );
  });

  it.each<[string, string, string | null]>([
    ['a free name', 'psot.text', 'post'],
    ['a key', 'post.txt', 'text'],
    ['one in a condition', "post.thread ? 'a' : tweet", null],
    ['one in a function', '(post.media.$carry(url); $f := function($x) { pots.text }; $f(1))', 'post'],
    ['one by the root variable', 'post.parts.{ "a": $$.pots.text }', 'post'],
    ['one in an argument', '$count(post.medai)', 'media'],
  ])('in an expression: %s', (_what, source, suggestion) => {
    const kind = source.replace('post.media.$carry(url); ', '');
    expect(issuesAfter((m) => (m.platforms.x.kind = kind))).toContainEqual(
      expect.objectContaining({ rule: 'manifest.expression', path: 'platforms.x.kind', suggestion }),
    );
  });

  it.each([
    'post.parts.{ "a": text, "b": [media.url] }',
    'post.media[type = "image"].url',
    'post.parts^(text).text',
    'post.media{ type: url }',
    '($o := post.options; $o.anything.goes)',
    "post.options.postType ? post.options.postType : 'x'",
    '$map(post.parts, function($p) { $p.text })',
    '$.post.text & $$.account.reference',
    'post.parts@$p.{ "t": $p.text }',
  ])('leaves %s alone', (source) => {
    expect(issuesAfter((m) => (m.platforms.x.kind = source))).toEqual([]);
  });

  it('knows every key that a post has', async () => {
    const manifest = { ...loadPreset('postato'), scheduling: { format: 'iso', past: 'now' } as never };
    const of = { target: target({ content: { firstComment: 'c' } as never }), media: [[]] };
    const input = { targets: [of] as [typeof of], idempotencyKey: 'k', publishAt: 0, now: 0 };
    const { post } = await submissionScope(createEngine(manifest), input);
    expect(Object.keys(post as object).sort()).toEqual([...POST_KEYS].sort());
  });
});

describe('secrets', () => {
  it.each<[string, (m: Loose) => void, string]>([
    [
      'a body',
      (m) => (m.operations.reschedulePost.body = 'connection.apiKey'),
      'operations.reschedulePost.body',
    ],
    [
      'a foreign address',
      (m) => (m.media.upload.steps[1].headers.k = '{connection.apiKey}'),
      'media.upload.steps.1.headers.k',
    ],
    [
      'the address of a registration',
      (m) => {
        m.webhooks.registration.secret = { madeBy: 'us' };
        m.webhooks.registration.create.query = { s: '{registration.secret}' };
      },
      'webhooks.registration.create.query.s',
    ],
  ])('are kept out of %s', (_what, change, path) => {
    expect(issuesAfter(change)).toContainEqual(expect.objectContaining({ rule: 'manifest.secret', path }));
  });
});

describe('parts that do not fit together', () => {
  it.each<[string, (m: Loose) => void, string]>([
    ['no status', (m) => delete m.post.status, 'post.status'],
    [
      'a registration without our address',
      (m) => (m.webhooks.registration.create.body = "{ 'events': ['post.failed'] }"),
      'webhooks.registration.create',
    ],
    [
      'a registration that is read',
      (m) => (m.webhooks.registration.create.method = 'GET'),
      'webhooks.registration.create.method',
    ],
    [
      'a secret of ours that nobody is told',
      (m) => (m.webhooks.registration.secret = { madeBy: 'us' }),
      'webhooks.registration.create',
    ],
    [
      'a rotation of no one in particular',
      (m) => (m.webhooks.registration.rotate = { method: 'POST', path: '/webhooks/rotate' }),
      'webhooks.registration.rotate',
    ],
    [
      'a removal of no one in particular',
      (m) => (m.webhooks.registration.remove = { method: 'DELETE', path: '/webhooks' }),
      'webhooks.registration.remove',
    ],
    [
      'a secret for deliveries that are not signed',
      (m) => (m.webhooks.signature = { scheme: 'none' }),
      'webhooks.registration',
    ],
    [
      'rows without their request',
      (m) => (m.post.rows = { kind: 'request', match: { account: 'a' } }),
      'post.rows',
    ],
    [
      'a request without its rows',
      (m) => (m.operations.getRows = { ...get, rows: '$', postId: 'p' }),
      'operations.getRows',
    ],
    ['a reference that is not echoed', (m) => (m.find.by = 'reference'), 'find'],
    ['content without a time', (m) => delete m.find.createdAt, 'find.createdAt'],
    ['shared calls without rows', (m) => (m.submission = { targets: 'many' }), 'submission.targets'],
    ['drafts without a release', (m) => (m.media.upload.when = 'draft'), 'media.upload.when'],
    [
      'a key that is not sent',
      (m) => (m.idempotency = { kind: 'bodyField', windowSeconds: 60 }),
      'idempotency',
    ],
    [
      'a replay of no key',
      (m) => (m.idempotency = { kind: 'none', replays: [{ status: [409], by: 'key' }] }),
      'idempotency.replays.0.by',
    ],
    ['an upload that names nothing', (m) => delete m.media.upload.id, 'media.upload'],
    [
      'a replacement unseen',
      (m) => {
        m.operations.reschedulePost.reads = true;
        delete m.operations.getPost;
      },
      'operations.reschedulePost.reads',
    ],
    ['a post in an error, without rows', (m) => (m.errors.mayHoldPost = [400]), 'errors.mayHoldPost'],
    [
      'a way without a match',
      (m) => (m.operations.cancelPost.via = { ...get, rows: '$', id: 'id', match: {} }),
      'operations.cancelPost.via.match',
    ],
  ])('%s', (_what, change, path) => {
    expect(issuesAfter(change)).toContainEqual(expect.objectContaining({ rule: 'manifest.recipe', path }));
  });

  it('files in a body that cannot hold them', () => {
    const issues = issuesAfter((m) => (m.operations.createPost.files = [{ field: 'video' }]));
    expect(issues).toContainEqual(
      expect.objectContaining({ rule: 'manifest.request', path: 'operations.createPost.files' }),
    );
  });

  it.each<[string, (m: Loose) => void, string]>([
    ['of a length', (m) => (m.transport.headers['Content-Length'] = '2'), 'transport.headers.Content-Length'],
    [
      'of an operation',
      (m) => (m.operations.createPost.headers = { Host: 'a' }),
      'operations.createPost.headers.Host',
    ],
    [
      'of an upload',
      (m) => (m.media.upload.steps[0].headers = { te: 'trailers' }),
      'media.upload.steps.0.headers.te',
    ],
    ['that bears the key', (m) => (m.idempotency.name = 'Transfer-Encoding'), 'idempotency.name'],
    ['that is no name', (m) => (m.idempotency.name = 'x\r\ny'), 'idempotency.name'],
  ])('headers %s that Postern itself sets', (_what, change, path) => {
    expect(issuesAfter(change)).toEqual([expect.objectContaining({ rule: 'manifest.request', path })]);
  });
});
