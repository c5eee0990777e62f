/**
 * Warnings about a manifest that runs: what its documentation promises and it does not use, what can never come
 * to pass, and what makes a lost reply end with a person. Whatever is meant so belongs into `notes`.
 */
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import { shadowedLines } from './manifest-lint-lines';
import { expressionsOf, operationsOf, templatesOf } from './manifest-places';
import { registrationWarnings } from './manifest-registration';
import type { Manifest } from './manifest-schema';
import { isListed, readMeaning } from './status-map';
import { wordKey } from './value-path';
import { WEBHOOK_SECRETS } from './webhook-secrets';

export function lintManifest(manifest: Manifest): ManifestIssue[] {
  return [
    ...documentedWords(manifest),
    ...foldedWords(manifest),
    ...shadowedLines(manifest),
    ...timeouts(manifest),
    ...limits(manifest),
    ...changes(manifest),
    ...windows(manifest),
    ...drafts(manifest),
    ...absences(manifest),
    ...doubt(manifest),
    ...deliveries(manifest),
    ...registrationWarnings(manifest).map(({ rule, path, message }) => warning(rule, path, message)),
    ...unused(manifest),
  ];
}

/** A word that is documented and not mapped reads as nothing, and a post stays open for ever. */
function documentedWords({ statuses }: Manifest): ManifestIssue[] {
  const { documented } = statuses;
  const missing = (level: 'post' | 'group') =>
    documented[level]
      .filter((word) => !isListed(statuses[level], word))
      .map((word) =>
        warning('status_unmapped', `statuses.${level}`, `The documented word "${word}" is not mapped.`),
      );
  const none = documented.post.length === 0 && documented.group.length === 0;
  return [
    ...missing('post'),
    ...missing('group'),
    ...(none
      ? [
          warning(
            'status_undocumented',
            'statuses.documented',
            'List the words that the documentation names, so that a missing one is seen.',
          ),
        ]
      : []),
  ];
}

/** `In Progress` and `in_progress` are one word; the first one's meaning counts. */
function foldedWords({ statuses }: Manifest): ManifestIssue[] {
  const tables = { post: statuses.post, group: statuses.group, part: statuses.part ?? {} };
  return Object.entries(tables).flatMap(([level, table]) => {
    const first = new Map<string, string>();
    return Object.keys(table).flatMap((word) => {
      const earlier = first.get(wordKey(word));
      if (earlier === undefined) {
        first.set(wordKey(word), word);
        return [];
      }
      const message = `"${word}" is the same word as "${earlier}", whose meaning counts.`;
      return [warning('status_folded', `statuses.${level}.${word}`, message)];
    });
  });
}

function timeouts(manifest: Manifest): ManifestIssue[] {
  if (manifest.transport.timeoutMs !== undefined) return [];
  const without = operationsOf(manifest).filter(([, operation]) => operation.timeoutMs === undefined);
  // One sentence for all: the cure is one line.
  const [first] = without;
  if (!first) return [];
  const message = `No time-out is given for ${without.length} of the requests; the gateway's own counts.`;
  return [warning('timeout', without.length === 1 ? first[0] : 'transport.timeoutMs', message)];
}

/** Slower than one call in two minutes no post could be followed. */
const SCARCE_PER_HOUR = 40;

function limits({ limits: told, rateBudgets, errors, operations, read }: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  if (!told && !errors.table.some(({ is }) => is === 'RATE_LIMITED')) {
    const message =
      'Nothing says how the upstream tells its limits: give limits, or a line for RATE_LIMITED.';
    issues.push(warning('limits', 'limits', message));
  }
  const { limit, perSeconds } = rateBudgets.read;
  const isScarce = (limit / perSeconds) * 3_600 <= SCARCE_PER_HOUR;
  if (isScarce && operations.getPost && (!operations.listPosts || read.listWhenMoreThan > 0)) {
    const message = 'Reads are scarce: read many posts by one list (read.listWhenMoreThan 0).';
    issues.push(warning('scarce_reads', 'rateBudgets.read', message));
  }
  return issues;
}

function changes({ operations, scheduling, submission }: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  const { cancelPost, reschedulePost } = operations;
  if (cancelPost?.method === 'DELETE' && !cancelPost.onlyWhile) {
    const message = 'A delete may take a live post off its network: say by onlyWhile when it is safe.';
    issues.push(warning('cancel_unguarded', 'operations.cancelPost', message));
  }
  if (reschedulePost && !scheduling) {
    const message = 'Posts are never scheduled here, so that none can be moved: give scheduling.';
    issues.push(warning('reschedule_unscheduled', 'operations.reschedulePost', message));
  }
  for (const [name, change] of Object.entries({ cancelPost, reschedulePost })) {
    if (change?.groupWide && submission.targets === 'many') {
      const message =
        'Of posts that share a call none can be changed alone: let each target be a call of its own.';
      issues.push(warning('group_wide', `operations.${name}.groupWide`, message));
    }
  }
  return issues;
}

/** A list by time is asked around the time that the gateway knows, and finds what was moved there no more. */
function windows({ operations: { listPosts, reschedulePost, getPost } }: Manifest): ManifestIssue[] {
  if (listPosts?.paging.kind !== 'window' || !reschedulePost || getPost) return [];
  const message = 'A post that was moved leaves the window in which it is looked for: give getPost.';
  return [warning('moved_from_window', 'operations.reschedulePost', message)];
}

/** A release counts once the post is seen to be no draft any more, and a draft is known by the draft's own id. */
function drafts({ operations, statuses, submission, post }: Manifest): ManifestIssue[] {
  if (!operations.releasePost) return [];
  const issues: ManifestIssue[] = [];
  const meanings = [
    ...Object.values(statuses.post),
    ...Object.values(statuses.group),
    ...statuses.rules.map(({ is }) => is),
  ];
  if (!meanings.some((meaning) => readMeaning(meaning).status === 'draft')) {
    const message =
      'No word and no rule means "draft": each draft would pass for released, or for unreadable.';
    issues.push(warning('draft_unmapped', 'statuses.post', message));
  }
  if (submission.targets === 'many' && post.rows !== undefined && !post.id.startsWith('group.')) {
    const message = 'Targets share one draft, which the id of a row does not name: read it from group.';
    issues.push(warning('draft_row_id', 'post.id', message));
  }
  return issues;
}

/** A reply that is read as "there is no such post" must not be the one that shows a post. */
function absences({ read: { missing }, operations: { getPost } }: Manifest): ManifestIssue[] {
  const isSuccess = missing.status.some((status) => status >= 200 && status < 300);
  if (!getPost || !isSuccess || missing.code !== undefined) return [];
  const message = 'A success without a code would make every post a missing one: give the code.';
  return [warning('missing_success', 'read.missing.status', message)];
}

function doubt({ idempotency, find, operations, name }: Manifest): ManifestIssue[] {
  if (idempotency.kind !== 'none' || find || operations.releasePost) return [];
  const message = `Without a key, a way to find or two steps, each lost reply of ${name} ends with a person.`;
  return [warning('doubt', 'idempotency', message)];
}

function deliveries({ webhooks, connection }: Manifest): ManifestIssue[] {
  if (!webhooks) return [];
  if (webhooks.signature.scheme === 'none') {
    const message = 'Anybody can send such deliveries; each costs a read.';
    return [warning('webhook_unsigned', 'webhooks.signature', message)];
  }
  if (connection.properties[WEBHOOK_SECRETS]?.type === 'array') return [];
  const message = 'Deliveries are checked with the property of this name, which must be a list.';
  return [warning('webhook_secrets', `connection.properties.${WEBHOOK_SECRETS}`, message)];
}

function unused(manifest: Manifest): ManifestIssue[] {
  const { connection, variables } = manifest;
  const text = [
    ...templatesOf(manifest).map(({ template }) => template),
    ...expressionsOf(manifest).map(({ expression }) => [expression].flat().join('\n')),
  ].join('\n');
  const isUsed = (root: string, name: string) =>
    new RegExp(`\\b${root}\\.${name}\\b`).test(text) || new RegExp(`\\b${root}\\b(?!\\s*\\.)`).test(text);
  return [
    ...Object.keys(variables)
      .filter((name) => !isUsed('variables', name))
      .map((name) => warning('unused', `variables.${name}`, 'The variable is never used.')),
    ...Object.keys(connection.properties)
      // The gateway itself reads them, by this name.
      .filter((name) => name !== WEBHOOK_SECRETS && !isUsed('connection', name))
      .map((name) => warning('unused', `connection.properties.${name}`, 'The property is never used.')),
  ];
}

function warning(rule: string, path: string, message: string): ManifestIssue {
  return manifestIssue(`lint.${rule}`, path, message);
}
