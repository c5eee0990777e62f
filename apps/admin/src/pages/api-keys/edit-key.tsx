import type { ApiKey, CreateApiKey } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { texts } from '../../texts';
import { draftOf } from './key-draft';
import { KeyForm } from './key-form';

export function EditKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const [draft] = useState(() => draftOf(apiKey));
  const save = useCommand({
    // A moment that has passed meanwhile is refused; one that was left alone is not sent.
    run: ({ expiresAt, ...body }: CreateApiKey) =>
      postern.apiKeys.update(apiKey.id, { ...body, ...(expiresAt !== draft.expiresAt && { expiresAt }) }),
    changes: ['apiKeys', 'auditLog'],
    done: () => texts.apiKeys.saved,
    onDone: onClose,
    quiet: true,
  });
  return (
    <KeyForm
      title={texts.apiKeys.editTitle}
      draft={draft}
      pending={save.isPending}
      error={save.error}
      onSubmit={(body, refused) => save.mutate(body, { onError: refused })}
      onClose={onClose}
    />
  );
}
