import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fromLocalInput, toLocalInput } from '../../components/local-time';
import { viewerZone } from '../../components/time';
import { texts } from '../../texts';

const words = texts.posts.commands;

interface RescheduleModalProps {
  opened: boolean;
  onClose: () => void;
  /** How many posts are moved. */
  count: number;
  /** The time as it stands. */
  at: string | null;
  running: boolean;
  onMove: (scheduledAt: string) => void;
}

/** Asks for another time, in the viewer's zone. */
export function RescheduleModal(props: RescheduleModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={words.rescheduleTitle(props.count)} centered>
      {/* Made anew at each opening, with the time as it stands then. */}
      {props.opened && <RescheduleForm {...props} />}
    </Modal>
  );
}

function RescheduleForm({ at, running, onClose, onMove }: RescheduleModalProps) {
  const form = useForm({
    initialValues: { time: toLocalInput(at) },
    validate: { time: timeIssue },
  });
  const submit = form.onSubmit(({ time }) => {
    const scheduledAt = fromLocalInput(time);
    if (scheduledAt !== null) onMove(scheduledAt);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{words.rescheduleConsequence}</Text>
        <TextInput
          type="datetime-local"
          label={words.newTime}
          description={words.inZone(viewerZone())}
          required
          data-autofocus
          {...form.getInputProps('time')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.common.keep}
          </Button>
          <Button type="submit" loading={running}>
            {words.move}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function timeIssue(time: string): string | null {
  const at = fromLocalInput(time);
  if (at === null) return words.timeMissing;
  return Date.parse(at) <= Date.now() ? words.timePast : null;
}
