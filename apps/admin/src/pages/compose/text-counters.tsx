import { Group, Text } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { textRooms, type TextRoom } from '../../components/content-preview/text-room';
import { texts } from '../../texts';
import type { MediaDraft } from './draft';
import { useEditor } from './editor-context';
import type { TargetView } from './use-targets';

interface TextCountersProps {
  text: string;
  media: readonly MediaDraft[];
  /** Those that will say this text. */
  targets: readonly TargetView[];
}

const words = texts.compose.counter;

/** How long a text is for each platform that it goes to, while it is typed. */
export function TextCounters({ text, media, targets }: TextCountersProps) {
  const { shown } = useEditor();
  const counted = useDeferredValue(text);
  const rooms = useMemo(
    () => distinctRooms(counted, media.map(shown), targets),
    [counted, media, shown, targets],
  );
  if (rooms.length === 0) return null;
  return (
    <Group gap="sm" component="ul" aria-label={words.label} m={0} p={0} style={{ listStyle: 'none' }}>
      {rooms.map(({ name, length, max, unit, warnsOnly }) => {
        const over = length > max;
        return (
          <Text
            key={`${name} ${unit} ${max}`}
            component="li"
            size="xs"
            fw={over ? 700 : 400}
            c={over && !warnsOnly ? 'var(--mantine-color-error)' : 'dimmed'}
            title={words.units[unit]}
          >
            {(over ? words.over : words.of)(name, length, max)}
          </Text>
        );
      })}
    </Group>
  );
}

/** Two accounts of one platform through one provider count alike, and are told once. */
function distinctRooms(
  text: string,
  media: Parameters<typeof textRooms>[1],
  targets: readonly TargetView[],
): (TextRoom & { name: string })[] {
  const rooms = new Map<string, TextRoom & { name: string }>();
  for (const { abilities, platformName: name } of targets) {
    const [room] = textRooms(text, media, abilities?.limits ?? []);
    if (room !== undefined) rooms.set(`${name} ${room.unit} ${room.max}`, { ...room, name });
  }
  return [...rooms.values()];
}
