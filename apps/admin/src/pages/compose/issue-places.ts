/** Which issue is told beside which field. */
import { type ContentIssue, type Issue } from '@postern/client';
import type { Draft } from './draft';

export interface PlacedIssue {
  path: string;
  rule: string;
  severity: 'error' | 'warning';
  message: string;
  fix: string;
  /** Of the targets that are concerned; empty: all, or none in particular. */
  accountIds: string[];
}

const FIELDS =
  /^((content|targets\[\d+\]\.content)\.(text|firstComment|thread|media)\b|targets\[\d+\](\.accountId|\.options)?($|\.)|(scheduledAt|clientReference|maxLatenessSeconds|metadata)\b)/;

/** The server's findings and the last refusal's, each once and where the field is. */
export function placedIssues(
  found: readonly ContentIssue[],
  refused: readonly Issue[],
  draft: Draft,
): PlacedIssue[] {
  const all = new Map<string, PlacedIssue>();
  const add = (issue: PlacedIssue) => {
    const path = fieldOf(issue.path, draft);
    const key = `${path} ${issue.rule} ${issue.message}`;
    const known = all.get(key);
    if (known === undefined) all.set(key, { ...issue, path });
    else known.accountIds = [...new Set([...known.accountIds, ...issue.accountIds])];
  };
  for (const { accountId, ...issue } of found)
    add({ ...issue, accountIds: accountId === null ? [] : [accountId] });
  for (const issue of refused) add({ ...issue, severity: 'error', fix: '', accountIds: [] });
  return [...all.values()];
}

/** A target that brings nothing of its own is mended in the group's content. */
function fieldOf(path: string, { targets }: Draft): string {
  const match = /^targets\[(\d+)\]\.content\.((text|media|thread|firstComment)\b.*)$/.exec(path);
  const own = targets[Number(match?.[1])]?.own;
  if (match === null || own === undefined) return path;
  return (match[3] as keyof typeof own) in own ? path : `content.${match[2]}`;
}

/** Those of a field, with everything below it where `deep`. */
export function issuesAt(issues: readonly PlacedIssue[], path: string, deep = false): PlacedIssue[] {
  return issues.filter(
    (issue) =>
      issue.path === path ||
      (deep && (issue.path.startsWith(`${path}.`) || issue.path.startsWith(`${path}[`))),
  );
}

/** Those that no field shows. */
export const issuesElsewhere = (issues: readonly PlacedIssue[]): PlacedIssue[] =>
  issues.filter(({ path }) => !FIELDS.test(path));

export const errorsOf = (issues: readonly PlacedIssue[]): PlacedIssue[] =>
  issues.filter(({ severity }) => severity === 'error');
