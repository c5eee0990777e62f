import { Select, Stack, Text } from '@mantine/core';
import type { ApiKey } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { DialogButtons } from '../../components/dialog-buttons';
import { Dialog } from '../../components/dialog';
import { formIssues } from '../../components/form-issues';
import { MomentInput } from '../../components/moment-input';
import { ProblemNotice } from '../../components/problem-notice';
import { SecretOnce } from '../../components/secret-once';
import { texts } from '../../texts';

const words = texts.apiKeys;
const OVERLAPS = [
  { value: '0', label: words.overlaps.none },
  { value: '3600', label: words.overlaps.hour },
  { value: '86400', label: words.overlaps.day },
  { value: '604800', label: words.overlaps.week },
  { value: '2592000', label: words.overlaps.month },
];

/** Asks how long the old key goes on, then shows the new one once. */
export function RotateKey({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const [overlap, setOverlap] = useState('86400');
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const rotate = useCommand({
    run: () =>
      postern.apiKeys.rotate(id, {
        overlapSeconds: Number(overlap),
        ...(expiresAt !== null && { expiresAt }),
      }),
    changes: ['apiKeys', 'auditLog'],
    quiet: true,
  });
  if (rotate.data !== undefined) {
    const { title, hint } = words.secret;
    return <SecretOnce secret={rotate.data.key} title={title} hint={hint} onClose={onClose} />;
  }
  const { errors, left } = formIssues(rotate.error, ['expiresAt']);
  return (
    <Dialog onClose={onClose} title={words.rotateTitle(name)} centered closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">{words.rotateHint}</Text>
        {rotate.isError && left && <ProblemNotice error={rotate.error} />}
        <Select
          label={words.overlap}
          data={OVERLAPS}
          value={overlap}
          allowDeselect={false}
          onChange={(value) => setOverlap(value ?? '0')}
        />
        <MomentInput
          label={words.rotateExpires}
          description={words.rotateExpiresHint}
          value={expiresAt}
          onChange={setExpiresAt}
          error={errors.expiresAt}
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
