import { Button, Group, Text } from '@mantine/core';
import { ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { notYet } from './field-problems';
import { FieldWarnings } from './issue-lines';
import { errorsOf, issuesElsewhere } from './issue-places';
import { Section } from './section';
import type { Baseline, Sending } from './use-sending';
import type { Checked } from './use-validation';

interface SendSectionProps {
  baseline: Baseline;
  dirty: boolean;
  checked: Checked;
  sending: Sending;
  /** What was refused is shown elsewhere. */
  toldElsewhere: boolean;
}

const words = texts.compose.send;

/** What stands against sending, and the buttons that do it. */
export function SendSection({ baseline, dirty, checked, sending, toldElsewhere }: SendSectionProps) {
  const { draft, issues, uploads } = useEditor();
  const errors = errorsOf(issues).length;
  const failed = Object.values(uploads.byKey).filter(({ error }) => error !== null).length;
  const missing = notYet(draft, failed);
  const blocked = missing !== null || errors > 0 || sending.busy !== null;
  const isDraft = baseline.group === null || baseline.group.status === 'draft';
  const sendWord = draft.scheduledAt === null ? words.publish : words.schedule;
  const elsewhere = issuesElsewhere(issues);
  return (
    <Section title={words.title}>
      {elsewhere.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {words.other}
          </Text>
          <FieldWarnings issues={elsewhere} all />
        </div>
      )}
      {sending.error !== null && !toldElsewhere && <ProblemNotice error={sending.error} />}
      {sending.doubtful && <Text size="sm">{words.mayBeDone}</Text>}
      <Text size="sm" role="status" data-checking={checked.checking || undefined}>
        {missing ?? stateOf(errors, issues.length - errors, checked)}
      </Text>
      <Group gap="sm">
        {isDraft ? (
          <>
            <Button
              variant="default"
              disabled={blocked || (baseline.group !== null && !dirty)}
              loading={sending.busy === 'save'}
              onClick={() => sending.send('save')}
            >
              {words.saveDraft}
            </Button>
            <Button disabled={blocked} loading={sending.busy === 'send'} onClick={() => sending.send('send')}>
              {sendWord}
            </Button>
          </>
        ) : (
          <Button
            disabled={blocked || !dirty}
            loading={sending.busy === 'save'}
            onClick={() => sending.send('save')}
          >
            {draft.scheduledAt === null ? words.publish : words.saveChanges}
          </Button>
        )}
      </Group>
    </Section>
  );
}

function stateOf(errors: number, warnings: number, { checking, error }: Checked): string {
  if (errors > 0) return words.mend(errors);
  if (checking) return words.checking;
  if (error !== null) return words.notChecked;
  return warnings > 0 ? words.warnings(warnings) : words.valid;
}
