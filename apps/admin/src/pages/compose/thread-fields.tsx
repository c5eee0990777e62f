import { ActionIcon, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { texts } from '../../texts';
import { moved, newKey, type PartDraft } from './draft';
import { useEditor } from './editor-context';
import { FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';
import { PartFields } from './part-fields';
import type { TargetView } from './use-targets';

interface ThreadFieldsProps {
  thread: readonly PartDraft[];
  /** `content.thread`. */
  path: string;
  targets: readonly TargetView[];
  onChange: (thread: PartDraft[]) => void;
}

const words = texts.compose.content;

/** The parts after the first. */
export function ThreadFields({ thread, path, targets, onChange }: ThreadFieldsProps) {
  const { issues } = useEditor();
  const put = (key: string, change: Partial<PartDraft>) =>
    onChange(thread.map((part) => (part.key === key ? { ...part, ...change } : part)));
  return (
    <Stack gap="sm" role="group" aria-label={words.thread}>
      {thread.map((part, index) => {
        const number = index + 2;
        return (
          <Paper key={part.key} withBorder p="sm" role="group" aria-label={words.part(number)}>
            <Group justify="space-between" mb="xs">
              <Text fw={600} size="sm">
                {words.part(number)}
              </Text>
              <Group gap={4}>
                <ActionIcon
                  variant="default"
                  aria-label={words.partUp(number)}
                  disabled={index === 0}
                  onClick={() => onChange(moved(thread, index, -1))}
                >
                  <ArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  aria-label={words.partDown(number)}
                  disabled={index === thread.length - 1}
                  onClick={() => onChange(moved(thread, index, 1))}
                >
                  <ArrowDown size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  aria-label={words.removePart(number)}
                  onClick={() => onChange(thread.filter(({ key }) => key !== part.key))}
                >
                  <X size={16} aria-hidden />
                </ActionIcon>
              </Group>
            </Group>
            <PartFields
              label={`${words.text}, ${words.part(number)}`}
              path={`${path}[${index}]`}
              text={part.text}
              media={part.media}
              targets={targets}
              onText={(text) => put(part.key, { text })}
              onMedia={(media) => put(part.key, { media })}
            />
          </Paper>
        );
      })}
      <FieldWarnings issues={issuesAt(issues, path)} all />
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange([...thread, { key: newKey(), text: '', media: [] }])}
      >
        {words.addPart}
      </Button>
    </Stack>
  );
}
