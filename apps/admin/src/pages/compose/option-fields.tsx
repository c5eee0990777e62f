import { ActionIcon, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { fieldError, FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';
import type { TargetView } from './use-targets';

const words = texts.compose.targets;
const MODE = 'mode';

/** What the account's provider lets one choose beside the content. */
export function OptionFields({ view }: { view: TargetView }) {
  const { change, issues } = useEditor();
  const { target, index, abilities, providerName, platformName } = view;
  const { accountId, options } = target;
  const path = `targets[${index}].options`;
  const set = (name: string, value: string | null) => change({ type: 'option', accountId, name, value });
  const chosen = Object.keys(options).filter((name) => name !== MODE);
  const left = (abilities?.options ?? []).filter((name) => !chosen.includes(name));
  const modes = abilities?.modes ?? [];
  return (
    <Stack gap="xs" role="group" aria-label={words.options}>
      {(modes.length > 1 || MODE in options) && (
        <Select
          label={words.mode}
          placeholder={words.modeDefault}
          data={[...new Set([...modes, ...(options[MODE] ? [options[MODE]] : [])])]}
          value={options[MODE] ?? null}
          clearable
          error={fieldError(issuesAt(issues, `${path}.${MODE}`))}
          onChange={(value) => set(MODE, value)}
        />
      )}
      {chosen.map((name) => (
        <Group key={name} gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            label={name}
            description={words.optionHint}
            value={options[name] ?? ''}
            error={fieldError(issuesAt(issues, `${path}.${name}`, true))}
            onChange={(event) => set(name, event.currentTarget.value)}
            style={{ flex: 1 }}
          />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={words.removeOption(name)}
            onClick={() => set(name, null)}
          >
            <X size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <FieldWarnings issues={issuesAt(issues, path)} all />
      {left.length > 0 && (
        <Select
          label={words.addOption}
          placeholder={words.option}
          data={left}
          value={null}
          searchable
          onChange={(name) => name !== null && set(name, '')}
        />
      )}
      {abilities !== undefined && abilities.options.length === 0 && modes.length < 2 && (
        <Text size="sm" c="dimmed">
          {words.noOptions(providerName, platformName)}
        </Text>
      )}
    </Stack>
  );
}
