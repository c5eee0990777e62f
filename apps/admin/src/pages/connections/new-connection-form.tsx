import { Alert, Button, Card, Group, Loader, Stack, Text } from '@mantine/core';
import { type Connection, type Issue, type Provider, ValidationError } from '@postern/client';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { texts } from '../../texts';
import { CommandProblem, UpstreamError } from '../../components/command-problem';
import {
  changeOf,
  type ConnectionValues,
  creationOf,
  showIssues,
  showRefusal,
  useConnectionForm,
} from './connection-form';
import { ConnectionInputs } from './connection-inputs';
import { UPSTREAM_TIMEOUT_MS, useRepeatKeys } from '../../api/upstream-call';

const words = texts.connections;

interface Made {
  connection: Connection;
  accounts: number;
}

/** Stored, checked and listed at once; where the provider refuses, the form stays for another try. */
export function NewConnectionForm({ provider }: { provider: Provider }) {
  const of = useConnectionForm(provider, null);
  const navigate = useNavigate();
  const connect = useConnect(provider, of);
  const { made, command } = connect;
  const submit = of.form.onSubmit((values) =>
    command.mutate(values, {
      onSuccess: ({ connection }) => {
        if (connection.status !== 'active') return;
        void navigate({ to: '/connections/$connectionId', params: { connectionId: connection.id } });
      },
    }),
  );
  return (
    <Card withBorder>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ConnectionInputs of={of} />
          {made !== null && made.error !== null && !command.isPending && (
            <Refused connection={made} provider={provider} />
          )}
          {command.isError && connect.unplaced !== null && <CommandProblem error={command.error} />}
          {command.isPending && (
            <Group gap="xs" role="status">
              <Loader size="xs" aria-hidden />
              <Text size="sm">{words.asking(provider.name)}</Text>
            </Group>
          )}
          <Group>
            <Button type="submit" loading={command.isPending}>
              {made === null ? words.submitNew : words.submitAgain}
            </Button>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/connections/new" search={{}} {...props} />}
            >
              {words.chooseOther}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function useConnect(provider: Provider, of: ReturnType<typeof useConnectionForm>) {
  const keys = useRepeatKeys();
  const [made, setMade] = useState<Connection | null>(null);
  /** What no field says; `null`: all is said at the fields. */
  const [unplaced, setUnplaced] = useState<Issue[] | null>([]);
  const command = useCommand<ConnectionValues, Made>({
    run: async (values) => {
      const connection = await (made === null ? create(values) : change(made, values));
      // Whatever comes after, the next try changes this one.
      setMade(connection);
      const accounts = await postern.accounts.list({ connectionId: connection.id, limit: 100 }).toArray();
      return { connection, accounts: accounts.length };
    },
    changes: ['connections', 'accounts', 'stats'],
    quiet: true,
    done: ({ connection, accounts }) =>
      connection.status === 'active'
        ? words.connected(connection.name, accounts)
        : words.madeButRefused(provider.name),
    onDone: ({ connection }) => {
      if (connection.error !== null) showRefusal(of, connection.error);
    },
  });
  const create = async (values: ConnectionValues) => {
    const body = creationOf(of, values);
    const options = { idempotencyKey: keys.of(body), timeoutMs: UPSTREAM_TIMEOUT_MS };
    const connection = await placed(() => postern.connections.create(body, options));
    keys.done();
    return connection;
  };
  const change = async (before: Connection, values: ConnectionValues) => {
    const body = changeOf(of, values, before);
    if (Object.keys(body).length > 0) await placed(() => postern.connections.update(before.id, body));
    const check = await postern.connections.check(before.id, { timeoutMs: UPSTREAM_TIMEOUT_MS });
    if (check.ok) await postern.connections.sync(before.id, { timeoutMs: UPSTREAM_TIMEOUT_MS });
    return postern.connections.get(before.id);
  };
  const placed = async <T,>(ask: () => Promise<T>): Promise<T> => {
    setUnplaced([]);
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ValidationError) {
        const rest = showIssues(of, error.issues);
        setUnplaced(rest.length === 0 ? null : rest);
      }
      throw error;
    }
  };
  return { made, command, unplaced };
}

function Refused({ connection, provider }: { connection: Connection; provider: Provider }) {
  if (connection.error === null) return null;
  return (
    <Stack gap="xs">
      <UpstreamError error={connection.error} title={words.madeButRefused(provider.name)} />
      <Alert variant="default">
        <Group justify="space-between">
          <Text size="sm">{words.madeHint}</Text>
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => (
              <Link to="/connections/$connectionId" params={{ connectionId: connection.id }} {...props} />
            )}
          >
            {words.openConnection}
          </Button>
        </Group>
      </Alert>
    </Stack>
  );
}
