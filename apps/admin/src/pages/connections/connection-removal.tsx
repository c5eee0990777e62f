import { Button, Card, Group, Text, Title } from '@mantine/core';
import { ConflictError, type Connection } from '@postern/client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';
import { CommandProblem } from '../../components/command-problem';
import { connectionKey, type OpenPosts, openPostsOf } from './connection-queries';

const words = texts.connections;

/** Asks first, and where posts are open a second time. */
export function ConnectionRemoval({ connection }: { connection: Connection }) {
  const { ask, isPending, error } = useRemoval(connection);
  return (
    <Card withBorder component="section" aria-label={words.delete}>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h4">
            {words.delete}
          </Title>
          <Text size="sm" c="dimmed">
            {words.deleteHint}
          </Text>
        </div>
        <Button color="red" variant="outline" loading={isPending} onClick={() => void ask()}>
          {words.delete}
        </Button>
      </Group>
      {error !== null && <CommandProblem error={error} />}
    </Card>
  );
}

function useRemoval({ id, name }: Connection) {
  const confirm = useConfirm();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const can = useCan();
  const [counting, setCounting] = useState(false);
  const command = useCommand<boolean, void>({
    run: async (force) => {
      await postern.connections.delete(id, { force: force ? 'true' : 'false' });
      // Before it is read anew: there is nothing to read.
      await navigate({ to: '/connections' });
      queries.removeQueries({ queryKey: connectionKey(id) });
    },
    changes: ['connections', 'accounts', 'posts', 'groups', 'stats'],
    quiet: true,
    done: () => words.deleted(name),
  });
  /** Told where it can be; the gateway counts for itself. */
  const count = async (): Promise<OpenPosts | null> => {
    if (!can('publish:read')) return null;
    setCounting(true);
    try {
      return await openPostsOf(id);
    } catch {
      // Unknown is said as unknown: the second question comes where posts are open.
      return null;
    } finally {
      setCounting(false);
    }
  };
  const askAgain = async () => {
    const { confirmed } = await confirm({
      title: words.forceTitle,
      consequence: words.forceConsequence(await count()),
      confirm: words.forceConfirm,
    });
    if (confirmed) command.mutate(true);
  };
  const ask = async () => {
    const { confirmed } = await confirm({
      title: words.deleteTitle(name),
      consequence: words.deleteConsequence(await count()),
      confirm: words.deleteConfirm,
    });
    if (!confirmed) return;
    command.mutate(false, {
      onError: (error) => {
        if (error instanceof ConflictError) void askAgain();
      },
    });
  };
  return { ask, isPending: command.isPending || counting, error: command.error };
}
