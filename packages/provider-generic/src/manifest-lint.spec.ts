import { lintManifest, loadPreset, parseManifest } from './index';
import { shippedPresets } from './preset-files';

type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

function warningsAfter(change: (manifest: Loose) => void) {
  const manifest = shippedPresets.read('postato') as Loose;
  change(manifest);
  const parsed = parseManifest(manifest);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return lintManifest(parsed.manifest);
}

describe('lintManifest', () => {
  it.each<[string, (m: Loose) => void, string, string]>([
    [
      'a documented word that is not mapped',
      (m) => (m.statuses.documented = { post: ['Scheduled', 'archived'] }),
      'lint.status_unmapped',
      'statuses.post',
    ],
    [
      'a word of the group that is not mapped',
      (m) => (m.statuses.documented = { group: ['processed'] }),
      'lint.status_unmapped',
      'statuses.group',
    ],
    [
      'words that are one',
      (m) => (m.statuses.post['Pending Approval'] = 'queued'),
      'lint.status_folded',
      'statuses.post.Pending Approval',
    ],
    [
      'an error line behind a wider one',
      (m) => void (m.errors.table as Loose[]).unshift({ status: [401, 403], is: 'AUTH_EXPIRED' }),
      'lint.unreachable',
      'errors.table.7',
    ],
    [
      'a code behind the same code',
      (m) =>
        void (m.errors.table as Loose[]).push({ status: [409], code: ['PLAN-INACTIVE'], is: 'INTERNAL' }),
      'lint.unreachable',
      'errors.table.12',
    ],
    [
      'a rule behind one that always holds',
      (m) =>
        (m.statuses.rules = [
          { when: 'true', is: 'queued' },
          { when: 'row.ok', is: 'published' },
        ]),
      'lint.unreachable',
      'statuses.rules.1',
    ],
    ['no time-out', (m) => delete m.transport.timeoutMs, 'lint.timeout', 'transport.timeoutMs'],
    [
      'no word about limits',
      (m) => {
        delete m.limits;
        m.errors.table = (m.errors.table as Loose[]).filter(({ is }: Loose) => is !== 'RATE_LIMITED');
      },
      'lint.limits',
      'limits',
    ],
    [
      'scarce reads spent singly',
      (m) => (m.rateBudgets.read = { limit: 30, perSeconds: 3_600 }),
      'lint.scarce_reads',
      'rateBudgets.read',
    ],
    [
      'a delete at any time',
      (m) => delete m.operations.cancelPost.onlyWhile,
      'lint.cancel_unguarded',
      'operations.cancelPost',
    ],
    [
      'a move without a schedule',
      (m) => delete m.scheduling,
      'lint.reschedule_unscheduled',
      'operations.reschedulePost',
    ],
    [
      'a move out of the window in which posts are listed',
      (m) => {
        m.operations.listPosts.paging = { kind: 'window', beforeSeconds: 60, afterSeconds: 60 };
        delete m.operations.listPosts.query;
        delete m.operations.getPost;
        delete m.read;
        delete m.find;
      },
      'lint.moved_from_window',
      'operations.reschedulePost',
    ],
    [
      'two steps without a word for the first',
      (m) => {
        m.operations.releasePost = { method: 'POST', path: '/release' };
        delete m.statuses.post.draft;
      },
      'lint.draft_unmapped',
      'statuses.post',
    ],
    [
      'a draft of many that is named by one of its rows',
      (m) => {
        m.operations.releasePost = { method: 'POST', path: '/release' };
        m.submission = { targets: 'many' };
        m.post.rows = { kind: 'array', paths: ['rows'], match: { account: 'accountId' } };
      },
      'lint.draft_row_id',
      'post.id',
    ],
    [
      'successes that mean "no such post"',
      (m) => (m.read = { missing: { status: [200] } }),
      'lint.missing_success',
      'read.missing.status',
    ],
    [
      'doubt that ends with a person',
      (m) => {
        m.idempotency = { kind: 'none' };
        delete m.find;
      },
      'lint.doubt',
      'idempotency',
    ],
    [
      'deliveries of anybody',
      (m) => {
        m.webhooks.signature = { scheme: 'none' };
        delete m.webhooks.registration;
      },
      'lint.webhook_unsigned',
      'webhooks.signature',
    ],
    [
      'signatures with one secret for ever',
      (m) => (m.connection.properties.webhookSecrets = { title: 'Secret', writeOnly: true }),
      'lint.webhook_secrets',
      'connection.properties.webhookSecrets',
    ],
    [
      'registrations that nobody finds',
      () => undefined,
      'lint.webhook_unlisted',
      'webhooks.registration.list',
    ],
    ['registrations that stay', () => undefined, 'lint.webhook_stays', 'webhooks.registration.remove'],
    ['a variable for nothing', (m) => (m.variables = { team: 't' }), 'lint.unused', 'variables.team'],
    [
      'a property for nothing',
      (m) => (m.connection.properties.team = { title: 'Team' }),
      'lint.unused',
      'connection.properties.team',
    ],
  ])('warns of %s', (_what, change, rule, path) => {
    expect(warningsAfter(change)).toContainEqual(expect.objectContaining({ rule, path }));
  });

  it('says nothing against what is right', () => {
    const rules = warningsAfter((m) => {
      m.transport.timeoutMs = 20_000;
      m.operations.cancelPost.onlyWhile = ['draft', 'pending_approval', 'scheduled', 'queued'];
      m.statuses.documented = { post: Object.keys(m.statuses.post as Loose) };
      delete m.webhooks.registration;
    });
    expect(rules).toEqual([]);
  });

  it('never refuses: what is linted has passed the parser', () => {
    expect(lintManifest(loadPreset('postato')).every(({ rule }) => rule.startsWith('lint.'))).toBe(true);
  });
});
