import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { DialogButtons } from '../../components/dialog-buttons';
import { Dialog } from '../../components/dialog';
import { MomentInput } from '../../components/moment-input';
import { texts } from '../../texts';
import type { ShownGroup } from './shown-group';

interface RescheduleDialogProps {
  group: ShownGroup;
  onMove: (at: string) => Promise<boolean>;
  onClose: () => void;
}

const words = texts.calendar;

/** What dragging does, for whoever does not drag. */
export function RescheduleDialog({ group, onMove, onClose }: RescheduleDialogProps) {
  const [at, setAt] = useState<string | null>(group.at);
  const [error, setError] = useState<string | null>(null);
  const [moving, setMoving] = useState(false);
  const submit = async () => {
    const flaw = at === null ? words.newTimeMissing : Date.parse(at) <= Date.now() ? words.newTimePast : null;
    setError(flaw);
    if (at === null || flaw !== null) return;
    setMoving(true);
    const done = await onMove(at);
    setMoving(false);
    if (done) onClose();
  };
  return (
    <Dialog onClose={onClose} title={words.rescheduleTitle} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack>
          <Text size="sm">{words.rescheduleHint(group.text || words.noText)}</Text>
          <MomentInput
            label={words.newTime}
            value={at}
            onChange={(value) => {
              setAt(value);
              setError(null);
            }}
            error={error}
            required
            data-autofocus
          />
          <DialogButtons label={words.move} pending={moving} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
