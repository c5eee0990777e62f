import '@mantine/dates/styles.css';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import dayjs from 'dayjs';
import { inUtc, viewerZone } from '../../components/time';
import { useNow } from '../../components/use-now';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { fieldError } from './issue-lines';
import { issuesAt } from './issue-places';
import { Section } from './section';

const words = texts.compose.when;
/** As the picker speaks: the viewer's own time, without a zone. */
const LOCAL = 'YYYY-MM-DD HH:mm:ss';
const AHEAD_MINUTES = 60;

/** At once or later, in the viewer's time zone, with what that is in UTC. */
export function WhenSection() {
  const { draft, change, issues } = useEditor();
  const now = useNow();
  const { scheduledAt } = draft;
  const set = (at: string | null) => change({ type: 'settings', change: { scheduledAt: at } });
  const error = fieldError(issuesAt(issues, 'scheduledAt'));
  return (
    <Section title={words.title}>
      <SegmentedControl
        aria-label={words.title}
        data={[
          { value: 'now', label: words.now },
          { value: 'later', label: words.later },
        ]}
        value={scheduledAt === null ? 'now' : 'later'}
        onChange={(value) => set(value === 'now' ? null : nextHour(now))}
        style={{ alignSelf: 'flex-start' }}
      />
      {scheduledAt !== null && (
        <Stack gap={4}>
          <DateTimePicker
            label={words.pick}
            description={words.zone(viewerZone())}
            valueFormat="D MMM YYYY, HH:mm"
            minDate={dayjs(now).format('YYYY-MM-DD')}
            value={dayjs(scheduledAt).format(LOCAL)}
            error={error}
            onChange={(value) => value !== null && set(dayjs(value).toISOString())}
            timePickerProps={{ withDropdown: false }}
            maw={280}
          />
          <Text size="sm" c="dimmed">
            {words.utc(inUtc(scheduledAt))}
          </Text>
        </Stack>
      )}
    </Section>
  );
}

/** A full hour that leaves time to look it over. */
const nextHour = (now: number) =>
  dayjs(now).add(AHEAD_MINUTES, 'minute').add(1, 'hour').startOf('hour').toISOString();
