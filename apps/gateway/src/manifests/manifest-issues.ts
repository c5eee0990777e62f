import type { ManifestIssue } from '../providers/manifest-language';
import { type Issue, problem, type ProblemError } from '../http/problem';
import type { ManifestIssueDto } from './manifests.dto';

/** What the parser or the linter says, as the API shows it. */
export function toIssueDto(issue: ManifestIssue, severity: ManifestIssueDto['severity']): ManifestIssueDto {
  const { path, rule, message, suggestion } = issue;
  return { path, rule, severity, message, suggestion };
}

/** The refusal of a manifest that does not pass: an issue for each of its problems, where it stands in the body. */
export function invalidManifest(issues: readonly ManifestIssue[]): ProblemError {
  return problem.validation(issues.map(inBody));
}

/** @param rule `manifest.<word>` */
export function refusedManifest(path: string, rule: string, message: string): ProblemError {
  return problem.validation([{ path, rule: `manifest.${rule}`, message }]);
}

function inBody({ path, rule, message, suggestion }: ManifestIssue): Issue {
  const meant = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  return {
    path: path === '' ? 'manifest' : `manifest.${path}`,
    rule,
    message: `${message}${meant}`,
  };
}
