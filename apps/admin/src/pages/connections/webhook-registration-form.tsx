import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import {
  ConflictError,
  type Connection,
  type ConnectionWebhooks,
  ServerError,
  ValidationError,
  type WebhookRegistration,
} from '@postern/client';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { problemText } from '../../components/problem-text';
import { texts } from '../../texts';
import { CommandProblem } from '../../components/command-problem';
import { UPSTREAM_TIMEOUT_MS } from '../../api/upstream-call';

const words = texts.connections;

interface FormProps {
  connection: Connection;
  webhooks: ConnectionWebhooks;
}

/** Register, rotate, take back. Each may be repeated where its reply was lost. */
export function WebhookRegistrationForm({ connection, webhooks }: FormProps) {
  const { registration } = webhooks;
  const end = `/hooks/${connection.id}`;
  const form = useForm({
    initialValues: { url: registration?.url ?? webhooks.address ?? '' },
    validate: { url: (url) => (url.trim() === '' ? words.form.required : null) },
  });
  const register = useCommand<string, WebhookRegistration>({
    run: (url) =>
      postern.connections.registerWebhooks(connection.id, { url }, { timeoutMs: UPSTREAM_TIMEOUT_MS }),
    changes: ['connections'],
    quiet: true,
    done: () => (registration === null ? words.registeredNow : words.rotatedNow),
  });
  const submit = form.onSubmit(({ url }) =>
    register.mutate(url.trim(), {
      onError: (error) => {
        if (error instanceof ValidationError) form.setErrors({ url: problemText(error) });
      },
    }),
  );
  const removal = useRemoval(connection.id);
  const busy = register.isPending || removal.isPending;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        <TextInput
          label={words.registerAt}
          description={words.registerAtHint(end)}
          type="url"
          spellCheck={false}
          {...form.getInputProps('url')}
        />
        {register.isError && !(register.error instanceof ValidationError) && (
          <CommandProblem error={register.error} />
        )}
        {removal.error !== null && <CommandProblem error={removal.error} />}
        <Group>
          <Button type="submit" variant="default" loading={register.isPending} disabled={busy}>
            {registration === null ? words.register : words.registerAgain}
          </Button>
          {registration !== null && (
            <Button
              variant="default"
              loading={removal.isPending}
              disabled={busy}
              onClick={() => void removal.ask()}
            >
              {words.removeWebhooks}
            </Button>
          )}
          {register.isPending && (
            <Group gap="xs" role="status">
              <Loader size="xs" aria-hidden />
              <Text size="sm">{words.registering}</Text>
            </Group>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function useRemoval(connectionId: string) {
  const ask = useConfirm();
  const command = useCommand<boolean, void>({
    run: (force) =>
      postern.connections.removeWebhooks(
        connectionId,
        { force: force ? 'true' : 'false' },
        { timeoutMs: UPSTREAM_TIMEOUT_MS },
      ),
    changes: ['connections'],
    quiet: true,
    done: () => words.webhooksRemoved,
  });
  const askAgain = async (error: Error) => {
    if (!(error instanceof ConflictError || error instanceof ServerError)) return;
    const { confirmed } = await ask({
      title: words.forceWebhooksTitle,
      consequence: words.forceWebhooksConsequence(problemText(error)),
      confirm: words.forceWebhooksConfirm,
    });
    if (confirmed) command.mutate(true);
  };
  return {
    isPending: command.isPending,
    error: command.error,
    ask: async () => {
      const { confirmed } = await ask({
        title: words.removeWebhooksTitle,
        consequence: words.removeWebhooksConsequence,
        confirm: words.removeWebhooksConfirm,
      });
      if (confirmed) command.mutate(false, { onError: (error) => void askAgain(error) });
    },
  };
}
