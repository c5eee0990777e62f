import { Text } from '@mantine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { errorsOf, type PlacedIssue } from './issue-places';

const words = texts.compose.send;

/** Issues as lines; phrasing content, since fields put them into a paragraph. */
export function IssueLines({ issues }: { issues: readonly PlacedIssue[] }) {
  const { targets } = useEditor();
  return issues.map(({ path, rule, severity, message, fix, accountIds }) => {
    const concerned = targets.filter(({ target }) => accountIds.includes(target.accountId));
    const all = accountIds.length === 0 || concerned.length === targets.length;
    const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
    return (
      <span
        key={`${path} ${rule} ${message}`}
        style={{ display: 'block' }}
        title={words.rule(rule)}
        data-rule={rule}
      >
        <Icon size={14} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} />
        {!all && `${words.for(concerned.map(({ name }) => name).join(', '))} `}
        {message} {fix}
      </span>
    );
  });
}

/** For a field's `error`: nothing where there is none. */
export function fieldError(issues: readonly PlacedIssue[]) {
  const errors = errorsOf(issues);
  return errors.length === 0 ? undefined : <IssueLines issues={errors} />;
}

/** What a field does not show as its error: everything where `all`, else the warnings. */
export function FieldWarnings({ issues, all = false }: { issues: readonly PlacedIssue[]; all?: boolean }) {
  const shown = issues.filter(({ severity }) => all || severity === 'warning');
  if (shown.length === 0) return null;
  const bad = shown.some(({ severity }) => severity === 'error');
  return (
    <Text component="div" size="sm" c={bad ? 'var(--mantine-color-error)' : undefined} role="status">
      <IssueLines issues={shown} />
    </Text>
  );
}
