import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Workspace } from '@postern/client';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { DialogButtons } from '../../components/dialog-buttons';
import { Dialog } from '../../components/dialog';
import { formIssues } from '../../components/form-issues';
import { ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';

const words = texts.workspaces;
const FIELDS = ['name'];

/** A new workspace, or the name of one that is there. */
export function WorkspaceForm({ workspace, onClose }: { workspace?: Workspace; onClose: () => void }) {
  const form = useForm({
    initialValues: { name: workspace?.name ?? '' },
    validate: { name: (name) => (name.trim() === '' ? words.nameMissing : null) },
  });
  const save = useCommand({
    run: (name: string) =>
      workspace ? postern.workspaces.update(workspace.id, { name }) : postern.workspaces.create({ name }),
    changes: ['workspaces', 'session', 'auditLog'],
    done: () => (workspace ? words.renamed : words.created),
    onDone: onClose,
    quiet: true,
  });
  const submit = form.onSubmit(({ name }) =>
    save.mutate(name.trim(), {
      onError: (refusal) => form.setErrors(formIssues(refusal, FIELDS).errors),
    }),
  );
  return (
    <Dialog onClose={onClose} title={workspace ? words.renameTitle : words.createTitle} centered>
      <form onSubmit={submit} noValidate>
        <Stack>
          {save.isError && formIssues(save.error, FIELDS).left && <ProblemNotice error={save.error} />}
          <TextInput
            label={words.name}
            description={words.nameHint}
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <DialogButtons label={texts.common.save} pending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
