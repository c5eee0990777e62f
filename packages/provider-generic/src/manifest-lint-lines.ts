/** Lines and rules that can never decide, because an earlier one always does. */
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import type { Manifest, ManifestExpression } from './manifest-schema';
import { wordKey } from './value-path';

interface Line {
  status?: readonly number[] | undefined;
  code?: readonly string[] | undefined;
}

export function shadowedLines(manifest: Manifest): ManifestIssue[] {
  const { errors, statuses, operations, idempotency } = manifest;
  return [
    ...shadowed('errors.table', errors.table),
    ...shadowed('errors.delivery', errors.delivery),
    ...shadowed('operations.cancelPost.outcomes', operations.cancelPost?.outcomes ?? []),
    ...shadowed('operations.reschedulePost.outcomes', operations.reschedulePost?.outcomes ?? []),
    ...afterAlways(
      'statuses.rules',
      statuses.rules.map(({ when }) => when),
    ),
    ...afterAlways(
      'operations.createPost.variants',
      operations.createPost.variants.map(({ when }) => when),
    ),
    ...shadowed(
      'idempotency.replays',
      idempotency.replays.map(({ status, when }) => ({
        status,
        code: when === undefined ? undefined : [sourceOf(when)],
      })),
    ),
  ];
}

function shadowed(place: string, lines: readonly Line[]): ManifestIssue[] {
  return lines.flatMap((line, index) => {
    const earlier = lines.slice(0, index).findIndex((each) => covers(each, line));
    return earlier < 0 ? [] : [unreachable(`${place}.${index}`, earlier)];
  });
}

/** Whether every reply that fits `line` fits `earlier` too. */
function covers(earlier: Line, line: Line): boolean {
  const status = earlier.status === undefined || isWithin(line.status, earlier.status, (each) => each);
  return status && (earlier.code === undefined || isWithin(line.code, earlier.code, wordKey));
}

function isWithin<T>(
  inner: readonly T[] | undefined,
  outer: readonly T[],
  keyOf: (each: T) => unknown,
): boolean {
  const known = new Set(outer.map(keyOf));
  return inner?.every((each) => known.has(keyOf(each))) ?? false;
}

function afterAlways(place: string, conditions: readonly ManifestExpression[]): ManifestIssue[] {
  const sources = conditions.map(sourceOf);
  return sources.flatMap((source, index) => {
    const earlier = sources.slice(0, index).findIndex((each) => each === 'true' || each === source);
    return earlier < 0 ? [] : [unreachable(`${place}.${index}`, earlier)];
  });
}

function sourceOf(expression: ManifestExpression): string {
  return [expression].flat().join('\n').trim();
}

function unreachable(path: string, earlier: number): ManifestIssue {
  return manifestIssue(
    'lint.unreachable',
    path,
    `It never decides: number ${earlier} before it always does.`,
  );
}
