import { Button, Code, Group, Table, Text } from '@mantine/core';
import type { ApiKey } from '@postern/client';
import { useCan } from '../../api/session';
import { Instant } from '../../components/instant';
import { ScrollTable } from '../../components/scroll-table';
import { ToneBadge } from '../../components/status-badge';
import { useNow } from '../../components/use-now';
import { texts } from '../../texts';
import type { KeyTask } from './api-keys-page';
import { isWorking, KEY_TONES, type KeyState, keyState } from './key-state';
import { useRevoke } from './use-revoke';

const words = texts.apiKeys;

interface KeyTableProps {
  items: readonly ApiKey[];
  onTask: (task: KeyTask) => void;
}

export function KeyTable({ items, onTask }: KeyTableProps) {
  const { columns } = words;
  return (
    <ScrollTable label={words.list} minWidth={960}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{columns.name}</Table.Th>
          <Table.Th scope="col">{columns.state}</Table.Th>
          <Table.Th scope="col">{columns.scopes}</Table.Th>
          <Table.Th scope="col">{columns.lastUsed}</Table.Th>
          <Table.Th scope="col">{columns.created}</Table.Th>
          <Table.Th scope="col">{columns.actions}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((key) => (
          <Row key={key.id} apiKey={key} onTask={onTask} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Row({ apiKey, onTask }: RowProps) {
  const { name, prefix, scopes, lastUsedAt, createdAt, rateLimit } = apiKey;
  const state = keyState(apiKey, useNow());
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere', minWidth: 180 }}>
        {name}
        <div>
          <Code>{prefix}</Code>
        </div>
      </Table.Th>
      <Table.Td>
        <ToneBadge tone={KEY_TONES[state]}>{words.states[state]}</ToneBadge>
        <Ending apiKey={apiKey} state={state} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{scopes.join(', ')}</Text>
        {rateLimit !== null && (
          <Text size="xs" c="dimmed">
            {words.ownLimit}: {words.rate(rateLimit.limit, rateLimit.windowSeconds)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{lastUsedAt === null ? words.never : <Instant at={lastUsedAt} relative />}</Table.Td>
      <Table.Td>
        <Instant at={createdAt} />
      </Table.Td>
      <Table.Td>{isWorking(state) && <Actions apiKey={apiKey} onTask={onTask} />}</Table.Td>
    </Table.Tr>
  );
}

function Ending({ apiKey, state }: { apiKey: ApiKey; state: KeyState }) {
  const { revokedAt, expiresAt, replacedBy } = apiKey;
  const at = revokedAt ?? expiresAt;
  if (at === null) return null;
  return (
    <Text component="div" size="xs" c="dimmed" mt={4}>
      {isWorking(state) ? words.worksUntil : words.endedAt} <Instant at={at} />
      {replacedBy !== null && <div>{words.replacedBy}</div>}
    </Text>
  );
}

/** None for a key that has more scopes than the session: the gateway would refuse each. */
function Actions({ apiKey, onTask }: RowProps) {
  const can = useCan();
  const revoke = useRevoke();
  const { name, scopes, replacedBy } = apiKey;
  if (!scopes.every((scope) => can(scope))) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={words.editOf(name)}
        onClick={() => onTask({ kind: 'edit', apiKey })}
      >
        {words.edit}
      </Button>
      {replacedBy === null && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.rotateOf(name)}
          onClick={() => onTask({ kind: 'rotate', apiKey })}
        >
          {words.rotate}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="outline"
        color="red"
        loading={revoke.pending}
        aria-label={words.revokeOf(name)}
        onClick={() => void revoke.ask(apiKey)}
      >
        {words.revoke}
      </Button>
    </Group>
  );
}

interface RowProps {
  apiKey: ApiKey;
  onTask: (task: KeyTask) => void;
}
