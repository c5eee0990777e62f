import { Group, Text, VisuallyHidden } from '@mantine/core';
import dayjs from 'dayjs';
import { AlarmClock, CircleCheck, CircleDashed, CircleHelp, CircleX, Clock, Loader } from 'lucide-react';
import { STATUS_TONES, TONE_COLOURS, type Tone } from '../../components/status-badge';
import { texts } from '../../texts';
import type { ShownGroup } from './shown-group';

const words = texts.calendar;

const ICONS: Record<Tone, typeof Clock> = {
  good: CircleCheck,
  bad: CircleX,
  warning: CircleHelp,
  busy: Loader,
  waiting: Clock,
  quiet: CircleDashed,
};

export const toneOf = ({ status, late }: ShownGroup): Tone => (late ? 'bad' : STATUS_TONES[status]);

/** “Scheduled, Late”. */
export const marksOf = ({ status, late }: ShownGroup): string =>
  late ? `${texts.statuses[status]}, ${words.late}` : texts.statuses[status];

export const nameOf = (group: ShownGroup): string =>
  words.event(dayjs(group.at).format('HH:mm'), marksOf(group), group.text || words.noText);

/** Time, sign and text in one line; what needs a person says so in words, too. */
export function EventMark({ group }: { group: ShownGroup }) {
  const tone = toneOf(group);
  const Icon = group.late ? AlarmClock : ICONS[tone];
  const loud = group.late
    ? words.late
    : tone === 'bad' || tone === 'warning'
      ? texts.statuses[group.status]
      : null;
  return (
    <Group gap={4} wrap="nowrap" component="span">
      <Icon size={12} aria-hidden color={TONE_COLOURS[tone]} style={{ flexShrink: 0 }} />
      <Text span fz="xs" fw={600} style={{ flexShrink: 0 }}>
        {dayjs(group.at).format('HH:mm')}
      </Text>{' '}
      <Text span fz="xs" truncate>
        {loud !== null && <b>{loud} </b>}
        {group.text || words.noText}
      </Text>
      {loud === null && <VisuallyHidden>{` ${marksOf(group)}`}</VisuallyHidden>}
    </Group>
  );
}
