import type { CreateApiKey, Workspace } from '@postern/client';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { SecretOnce } from '../../components/secret-once';
import { texts } from '../../texts';
import { EMPTY_KEY, type KeyDraft } from './key-draft';
import { KeyForm } from './key-form';

interface NewKeyProps {
  /** Another workspace than the session's own. */
  workspace?: Workspace;
  draft?: KeyDraft;
  onClose: () => void;
}

const words = texts.apiKeys;

/** The form, then the secret. */
export function NewKey({ workspace, draft = EMPTY_KEY, onClose }: NewKeyProps) {
  const create = useCommand({
    run: (body: CreateApiKey) =>
      postern.apiKeys.create({ ...body, ...(workspace && { workspaceId: workspace.id }) }),
    changes: ['apiKeys', 'auditLog'],
    done: () => words.created,
    quiet: true,
  });
  if (create.data !== undefined) {
    const { title, hint } = words.secret;
    return <SecretOnce secret={create.data.key} title={title} hint={hint} onClose={onClose} />;
  }
  return (
    <KeyForm
      title={workspace ? words.createTitleFor(workspace.name) : words.createTitle}
      draft={draft}
      pending={create.isPending}
      error={create.error}
      onSubmit={(body, refused) => create.mutate(body, { onError: refused })}
      onClose={onClose}
    />
  );
}
