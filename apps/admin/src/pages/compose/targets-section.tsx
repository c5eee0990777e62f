import { Accordion, Group, Text } from '@mantine/core';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { errorsOf, issuesAt } from './issue-places';
import { Section } from './section';
import { TargetFields } from './target-fields';
import type { TargetView } from './use-targets';

const words = texts.compose.targets;

/** What each account says and does that the others do not. */
export function TargetsSection() {
  const { targets } = useEditor();
  if (targets.length === 0) return null;
  return (
    <Section title={words.title} hint={words.hint}>
      <Accordion multiple order={3} variant="contained">
        {targets.map((view) => (
          <Accordion.Item key={view.target.accountId} value={view.target.accountId}>
            <Accordion.Control>
              <TargetHead view={view} />
            </Accordion.Control>
            <Accordion.Panel>
              <TargetFields view={view} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Section>
  );
}

function TargetHead({ view }: { view: TargetView }) {
  const { issues } = useEditor();
  const { target, index, name, platformName, providerName } = view;
  const problems = errorsOf(issuesAt(issues, `targets[${index}]`, true)).length;
  const differs = Object.keys(target.own).length > 0 || Object.keys(target.options).length > 0;
  return (
    <Group gap="xs">
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text span size="sm" fw={600}>
          {name}
        </Text>{' '}
        <Text span size="xs" c="dimmed">
          {texts.compose.accounts.through(platformName, providerName)}
        </Text>
      </div>
      {differs && <ToneBadge tone="busy">{words.differs}</ToneBadge>}
      {problems > 0 && <ToneBadge tone="bad">{words.problems(problems)}</ToneBadge>}
    </Group>
  );
}
