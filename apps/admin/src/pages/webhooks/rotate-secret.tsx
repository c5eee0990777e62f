import { Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { DialogButtons } from '../../components/dialog-buttons';
import { Dialog } from '../../components/dialog';
import { ProblemNotice } from '../../components/problem-notice';
import { SecretOnce } from '../../components/secret-once';
import { texts } from '../../texts';

interface RotateSecretProps {
  endpointId: string;
  onClose: () => void;
}

const words = texts.webhooks;
const OVERLAPS = [
  { value: '0', label: words.overlaps.none },
  { value: '3600', label: words.overlaps.hour },
  { value: '86400', label: words.overlaps.day },
  { value: '604800', label: words.overlaps.week },
];

/** Asks how long the earlier secrets go on, then shows the new one once. */
export function RotateSecret({ endpointId, onClose }: RotateSecretProps) {
  const [overlap, setOverlap] = useState('86400');
  const rotate = useCommand({
    run: () => postern.webhookEndpoints.rotateSecret(endpointId, { overlapSeconds: Number(overlap) }),
    changes: ['webhooks', 'auditLog'],
    quiet: true,
  });
  if (rotate.data !== undefined) {
    const { title, hint } = words.secret;
    return <SecretOnce secret={rotate.data.secret} title={title} hint={hint} onClose={onClose} />;
  }
  return (
    <Dialog onClose={onClose} title={words.rotateTitle} centered>
      <Stack>
        <Text size="sm">{words.rotateHint}</Text>
        {rotate.isError && <ProblemNotice error={rotate.error} />}
        <Select
          label={words.overlap}
          data={OVERLAPS}
          value={overlap}
          allowDeselect={false}
          onChange={(value) => setOverlap(value ?? '0')}
        />
        <DialogButtons
          label={words.rotateNow}
          pending={rotate.isPending}
          onCancel={onClose}
          onConfirm={() => rotate.mutate()}
        />
      </Stack>
    </Dialog>
  );
}
