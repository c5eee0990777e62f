import { Button, Group } from '@mantine/core';
import { texts } from '../texts';

interface DialogButtonsProps {
  /** The button's word for doing it. */
  label: string;
  pending: boolean;
  onCancel: () => void;
  /** Absent: the button submits the form that it stands in. */
  onConfirm?: () => void;
}

/** How a dialog ends: left as it is, or done. */
export function DialogButtons({ label, pending, onCancel, onConfirm }: DialogButtonsProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {texts.common.cancel}
      </Button>
      <Button type={onConfirm ? 'button' : 'submit'} loading={pending} onClick={onConfirm}>
        {label}
      </Button>
    </Group>
  );
}
