import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestJsonSchema, parseManifest } from './index';

type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const text = readFileSync(join(__dirname, '../presets/postato.json'), 'utf8');

/** The issues of the Postato manifest after a change. */
function issuesAfter(change: (manifest: Loose) => void) {
  const manifest = JSON.parse(text) as Loose;
  change(manifest);
  const parsed = parseManifest(manifest);
  return parsed.ok ? [] : parsed.issues;
}

describe('parseManifest', () => {
  it('takes the preset as it is', () => {
    expect(issuesAfter(() => undefined)).toEqual([]);
  });

  it('gives signed webhooks the property that their secrets come by', () => {
    const propertiesWith = (signature: unknown) => {
      const manifest = JSON.parse(text) as Loose;
      delete manifest.connection.properties.webhookSecrets;
      manifest.webhooks.signature = signature;
      const parsed = parseManifest(manifest);
      return parsed.ok ? parsed.manifest.connection.properties : parsed.issues;
    };
    const signed = propertiesWith({ scheme: 'hmac-hex', header: 'x-mark' });
    expect(signed).toHaveProperty(
      'webhookSecrets',
      expect.objectContaining({ type: 'array', writeOnly: true }),
    );
    expect(propertiesWith({ scheme: 'none' })).not.toHaveProperty('webhookSecrets');
  });

  it.each([null, 5, 'text', [], {}])('names problems of %j, which is no manifest', (json) => {
    const parsed = parseManifest(json);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.issues.length).toBeGreaterThan(0);
  });

  it.each<[string, (m: Loose) => void, string, string | null]>([
    ['top level', (m) => (m.operatons = {}), 'operatons', 'operations'],
    [
      'an operation',
      (m) => (m.operations.createPost.metod = 'POST'),
      'operations.createPost.metod',
      'method',
    ],
    ['an operation’s name', (m) => (m.operations.createPosts = {}), 'operations.createPosts', 'createPost'],
    ['a list', (m) => (m.operations.listPosts.pageing = {}), 'operations.listPosts.pageing', 'paging'],
    [
      'paging',
      (m) => (m.operations.listPosts.paging.totalPage = 'x'),
      'operations.listPosts.paging.totalPage',
      'totalPages',
    ],
    ['a platform', (m) => (m.platforms.x.rules.threads = null), 'platforms.x.rules.threads', 'thread'],
    [
      'a property',
      (m) => (m.connection.properties.apiKey.writeonly = true),
      'connection.properties.apiKey.writeonly',
      'writeOnly',
    ],
    [
      'a status with a reason',
      (m) => (m.statuses.post.rejected.eror = 'X'),
      'statuses.post.rejected.eror',
      'error',
    ],
    ['nothing near', (m) => (m.zzzzzzzzzz = 1), 'zzzzzzzzzz', null],
  ])('finds an unknown key in %s', (_where, change, path, suggestion) => {
    expect(issuesAfter(change)).toContainEqual(expect.objectContaining({ path, suggestion }));
  });

  it.each<[string, (m: Loose) => void, string, string | null]>([
    ['a method', (m) => (m.operations.getPost.method = 'GETT'), 'operations.getPost.method', 'GET'],
    ['a status', (m) => (m.statuses.post.pending = 'queud'), 'statuses.post.pending', 'queued'],
    ['an error code', (m) => (m.errors.table[0].is = 'AUTH_FORBIDEN'), 'errors.table.0.is', 'AUTH_FORBIDDEN'],
    ['a version', (m) => (m.manifest = 'postern/v2'), 'manifest', 'postern/v1'],
    ['a type', (m) => (m.transport.timeoutMs = 'soon'), 'transport.timeoutMs', null],
    ['a missing part', (m) => delete m.operations.createPost, 'operations.createPost', null],
    ['an id', (m) => (m.id = 'Not An Id'), 'id', null],
  ])('finds a wrong value of %s', (_what, change, path, suggestion) => {
    expect(issuesAfter(change)).toContainEqual(expect.objectContaining({ path, suggestion }));
  });

  it.each<[string, (m: Loose) => void, string]>([
    [
      'a placeholder from nowhere',
      (m) => (m.operations.getPost.path = '/posts/{reff.id}'),
      'operations.getPost.path',
    ],
    [
      'an undeclared property',
      (m) => (m.transport.headers.authorization = '{connection.apiKay}'),
      'transport.headers.authorization',
    ],
    [
      'an undeclared variable',
      (m) => (m.operations.check.path = '/{variables.team}'),
      'operations.check.path',
    ],
    [
      'a secret in an address',
      (m) => (m.operations.check.path = '/{connection.apiKey}'),
      'operations.check.path',
    ],
    [
      'a secret in a query',
      (m) => (m.operations.listPosts.query.key = '{connection.apiKey}'),
      'operations.listPosts.query.key',
    ],
    [
      'a broken expression',
      (m) => (m.operations.reschedulePost.body = '{'),
      'operations.reschedulePost.body',
    ],
    ['a regular expression', (m) => (m.platforms.x.kind = '$match(a, /b/)'), 'platforms.x.kind'],
    [
      'a required property that is not there',
      (m) => void (m.connection.required = ['apiKey', 'token']),
      'connection.required.1',
    ],
    [
      'a pattern that is none',
      (m) => (m.connection.properties.apiKey.pattern = '('),
      'connection.properties.apiKey.pattern',
    ],
    ['two platforms with one word', (m) => (m.platforms.tiktok.word = 'twitter'), 'platforms.tiktok'],
    [
      'no way to read',
      (m) => {
        delete m.operations.getPost;
        delete m.operations.listPosts;
      },
      'operations',
    ],
    ['an upload step without an address', (m) => delete m.media.upload.steps[0].path, 'media.upload.steps.0'],
    ['a way to find without a list', (m) => delete m.operations.listPosts, 'find'],
    ['a way to find without a text', (m) => delete m.post.echo.text, 'find'],
    ['media that cannot be carried', (m) => (m.media = { byUrl: false }), 'media'],
  ])('finds %s', (_what, change, path) => {
    expect(issuesAfter(change)).toContainEqual(expect.objectContaining({ path }));
  });

  it('names every problem at once', () => {
    const issues = issuesAfter((m) => {
      m.extra = 1;
      m.operations.getPost.methd = 'GET';
      m.transport.timeoutMs = -1;
    });
    expect(issues.map(({ path }) => path).sort()).toEqual([
      'extra',
      'operations.getPost.methd',
      'transport.timeoutMs',
    ]);
  });

  it('has a JSON Schema for editors, as strict as the parser', () => {
    const schema = manifestJsonSchema();
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(schema['required']).toEqual(expect.arrayContaining(['manifest', 'id', 'operations']));
    expect(schema['required']).not.toContain('media');
  });
});
