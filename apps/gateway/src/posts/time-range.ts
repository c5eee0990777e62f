import { problem, type Issue } from '../http/problem';

/**
 * @param at where the filter's members are in the request
 * @throws ProblemError VALIDATION where a range ends before it begins
 */
export function checkRanges(
  filter: { since?: string; until?: string; createdSince?: string; createdUntil?: string },
  at = '',
): void {
  const issues = [
    ...rangeIssue('since', filter.since, 'until', filter.until),
    ...rangeIssue('createdSince', filter.createdSince, 'createdUntil', filter.createdUntil),
  ];
  if (issues.length > 0) {
    throw problem.validation(issues.map((issue) => ({ ...issue, path: `${at}${issue.path}` })));
  }
}

function rangeIssue(from: string, since: string | undefined, to: string, until: string | undefined): Issue[] {
  if (since === undefined || until === undefined || Date.parse(since) <= Date.parse(until)) return [];
  return [{ path: from, rule: 'range', message: `${from} must not be after ${to}` }];
}
