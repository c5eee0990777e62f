import { Text } from '@mantine/core';
import { type ApiKey, ConflictError } from '@postern/client';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { Instant } from '../../components/instant';
import { texts } from '../../texts';

const words = texts.apiKeys;

interface Revocation {
  key: ApiKey;
  force: boolean;
}

/** Why the gateway wants to be told twice; `null`: it is revoked. */
type Objection = string | null;

async function revoke({ key, force }: Revocation): Promise<Objection> {
  try {
    await postern.apiKeys.revoke(key.id, { force: force ? 'true' : 'false' });
    return null;
  } catch (error) {
    if (error instanceof ConflictError && !force) return error.problem?.detail ?? error.message;
    throw error;
  }
}

/** Asks, and asks again where the key is the session's own or the last one that administers the workspace. */
export function useRevoke(): { pending: boolean; ask: (key: ApiKey) => Promise<void> } {
  const confirm = useConfirm();
  const command = useCommand({
    run: revoke,
    changes: ['apiKeys', 'auditLog', 'session'],
    done: (objection) => (objection === null ? words.revoked : undefined),
  });
  const ask = async (key: ApiKey) => {
    const first = await confirm({
      title: words.revokeTitle(key.name),
      consequence: <Consequence apiKey={key} />,
      confirm: words.revokeConfirm,
    });
    if (!first.confirmed) return;
    command.mutate(
      { key, force: false },
      { onSuccess: (objection) => void (objection !== null && insist(key, objection)) },
    );
  };
  const insist = async (key: ApiKey, objection: string) => {
    const second = await confirm({
      title: words.forceTitle,
      consequence: `${objection} ${words.forceConsequence}`,
      confirm: words.forceConfirm,
    });
    if (second.confirmed) command.mutate({ key, force: true });
  };
  return { pending: command.isPending, ask };
}

function Consequence({ apiKey: { prefix, lastUsedAt } }: { apiKey: ApiKey }) {
  return (
    <>
      {words.revokeConsequence(prefix)}
      <Text size="sm" mt="xs">
        {lastUsedAt === null ? (
          words.revokeUnused
        ) : (
          <>
            {words.revokeUsed} <Instant at={lastUsedAt} relative />.
          </>
        )}
      </Text>
    </>
  );
}
