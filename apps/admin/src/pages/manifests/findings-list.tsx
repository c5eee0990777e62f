import { Group, Loader, Stack, Text, UnstyledButton } from '@mantine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';
import classes from './findings-list.module.css';
import type { Finding } from './manifest-findings';
import type { ManifestDraft } from './use-manifest-draft';

const words = texts.manifests;

interface FindingsListProps {
  draft: ManifestDraft;
  onShow: (finding: Finding) => void;
}

/** What is wrong and what could be better; each leads to its place in the text. */
export function FindingsList({ draft, onShow }: FindingsListProps) {
  const { findings, state } = draft;
  return (
    <Stack gap="sm">
      <Group gap="xs" role="status" mih={24}>
        {state.kind === 'checking' && <Loader size="xs" aria-hidden />}
        <Text size="sm" fw={600}>
          {stateText(draft)}
        </Text>
      </Group>
      {state.kind === 'unchecked' && <ProblemNotice error={state.error} onRetry={state.retry} />}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {findings.map((finding) => (
          <li key={`${finding.place.start} ${finding.rule} ${finding.message}`}>
            <FindingButton finding={finding} onShow={() => onShow(finding)} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

function stateText({ findings, state }: ManifestDraft): string {
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  switch (state.kind) {
    case 'no_json':
      return words.notJson;
    case 'checking':
      return words.checking;
    case 'unchecked':
      return texts.common.failed;
    case 'checked':
      if (findings.length === 0) return `${words.noIssues} ${words.valid}`;
      return [words.found(count('error'), count('warning')), ...(state.valid ? [words.valid] : [])].join(
        '. ',
      );
  }
}

function FindingButton({ finding, onShow }: { finding: Finding; onShow: () => void }) {
  const { severity, message, rule, path, line, column } = finding;
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <UnstyledButton className={classes.finding} onClick={onShow}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Icon size={18} aria-hidden className={severity === 'error' ? classes.error : classes.warning} />
        <div>
          <Text size="sm" fw={600}>
            {words.severities[severity]}: {words.place(line, column)}
          </Text>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[path, rule].filter(Boolean).join(' · ')}
          </Text>
        </div>
      </Group>
    </UnstyledButton>
  );
}
