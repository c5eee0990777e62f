import { Button } from '@mantine/core';
import type { Manifest } from '@postern/client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';
import { manifestKey } from './manifest-queries';

const words = texts.manifests;

/** Where connections use it the gateway refuses, and names them. */
export function DeleteManifest({ manifest: { id, name } }: { manifest: Manifest }) {
  const ask = useConfirm();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const command = useCommand<void, void>({
    run: async () => {
      await postern.manifests.delete(id);
      // Before it is read anew: there is nothing to read.
      await navigate({ to: '/manifests' });
      queries.removeQueries({ queryKey: manifestKey(id) });
    },
    changes: ['manifests', 'providers'],
    done: () => words.deleted(name),
  });
  const choose = async () => {
    const { confirmed } = await ask({
      title: words.deleteTitle(name),
      consequence: words.deleteConsequence,
      confirm: words.deleteConfirm,
    });
    if (confirmed) command.mutate();
  };
  return (
    <Button color="red" variant="outline" loading={command.isPending} onClick={() => void choose()}>
      {words.delete}
    </Button>
  );
}
