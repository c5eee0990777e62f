import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { type Connection, type Provider, ValidationError } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { FactList } from '../../components/fact-list';
import { texts } from '../../texts';
import { CommandProblem } from '../../components/command-problem';
import { changeOf, type ConnectionValues, showIssues, useConnectionForm } from './connection-form';
import { ConnectionInputs } from './connection-inputs';
import { useProviderOf } from './connection-queries';

const words = texts.connections;

/** What is no secret, and the form that changes all of it. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const provider = useProviderOf(connection);
  const [editing, setEditing] = useState(false);
  const can = useCan();
  return (
    <Card withBorder component="section" aria-label={words.settings}>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {editing ? words.editTitle : words.settings}
          </Title>
          {!editing && provider !== null && can('connections:write') && (
            <Button variant="default" onClick={() => setEditing(true)}>
              {texts.common.edit}
            </Button>
          )}
        </Group>
        {editing && provider !== null ? (
          <EditForm connection={connection} provider={provider} onEnd={() => setEditing(false)} />
        ) : (
          <Settings connection={connection} provider={provider} />
        )}
      </Stack>
    </Card>
  );
}

function Settings({ connection, provider }: { connection: Connection; provider: Provider | null }) {
  const settings = Object.entries(connection.settings);
  const { auto, ...kept } = words.form.schedulings;
  return (
    <FactList
      facts={[
        ...settings.map(([name, value]) => ({ label: titleOf(provider, name), value: shown(value) })),
        {
          label: words.form.scheduling,
          value: connection.scheduling === null ? auto : kept[connection.scheduling],
        },
      ]}
    />
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function titleOf(provider: Provider | null, name: string): string {
  const properties = provider?.configSchema.properties as Record<string, { title?: string }> | undefined;
  return properties?.[name]?.title ?? name;
}

interface EditFormProps {
  connection: Connection;
  provider: Provider;
  onEnd: () => void;
}

function EditForm({ connection, provider, onEnd }: EditFormProps) {
  // What somebody else changes meanwhile is not changed back.
  const [opened] = useState(connection);
  const of = useConnectionForm(provider, opened);
  const save = useCommand<ConnectionValues, boolean>({
    run: async (values) => {
      const body = changeOf(of, values, opened);
      if (Object.keys(body).length === 0) return false;
      await postern.connections.update(opened.id, body);
      return true;
    },
    changes: ['connections', 'stats'],
    quiet: true,
    done: (changed) => (changed ? words.saved : words.savedNothing),
    onDone: onEnd,
  });
  const [placed, setPlaced] = useState(false);
  const submit = of.form.onSubmit((values) =>
    save.mutate(values, {
      onError: (error) =>
        setPlaced(error instanceof ValidationError && showIssues(of, error.issues).length === 0),
    }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {words.editHint}
        </Text>
        <ConnectionInputs of={of} />
        {save.isError && !placed && <CommandProblem error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {texts.common.save}
          </Button>
          <Button variant="default" onClick={onEnd}>
            {texts.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
