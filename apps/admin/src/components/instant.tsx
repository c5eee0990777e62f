import { Text, Tooltip } from '@mantine/core';
import { texts } from '../texts';
import { inZone, inUtc, fromNow } from './time';
import { useNow } from './use-now';

interface InstantProps {
  /** ISO 8601; `null` shows a dash. */
  at: string | null | undefined;
  /** “in 5 min” instead of the time of day. */
  relative?: boolean;
}

/** A moment in the viewer's time zone; hovered or focused, in UTC. */
export function Instant({ at, relative = false }: InstantProps) {
  const now = useNow();
  if (!at) return <Text span>{texts.common.none}</Text>;
  const shown = relative ? fromNow(at, now) : inZone(at);
  const tip = relative ? `${inZone(at)} · ${inUtc(at)}` : inUtc(at);
  return (
    <Tooltip label={tip} events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" dateTime={at} inherit style={{ whiteSpace: 'nowrap' }}>
        {shown}
      </Text>
    </Tooltip>
  );
}
