import { Anchor, Paper, Stack, Table, Text } from '@mantine/core';
import type { BudgetUse, Connection } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../components/instant';
import { ScrollTable } from '../../components/scroll-table';
import { texts } from '../../texts';
import { BreakerBadge, ConnectionStatusBadge, Pause } from './connection-health';
import { type AccountTallies, useAccountTallies, useProviderName } from './connection-queries';

const words = texts.connections;

export function ConnectionsTable({ connections }: { connections: readonly Connection[] }) {
  const tallies = useAccountTallies().data ?? null;
  const nameOf = useProviderName();
  return (
    <Paper withBorder>
      <ScrollTable label={words.table} minWidth={760}>
        <Table.Thead>
          <Table.Tr>
            {Object.entries(words.columns).map(([column, label]) => (
              <Table.Th key={column}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {connections.map((connection) => (
            <Row
              key={connection.id}
              connection={connection}
              provider={nameOf(connection.provider)}
              tallies={tallies}
            />
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Paper>
  );
}

interface RowProps {
  connection: Connection;
  provider: string;
  tallies: AccountTallies | null;
}

function Row({ connection, provider, tallies }: RowProps) {
  const { id, name, status, error, traffic, checkedAt } = connection;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={600}>
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link to="/connections/$connectionId" params={{ connectionId: id }} {...props} />
          )}
        >
          {name}
        </Anchor>
      </Table.Th>
      <Table.Td>{provider}</Table.Td>
      <Table.Td maw={320}>
        <Stack gap={4} align="flex-start">
          <ConnectionStatusBadge status={status} />
          <BreakerBadge breaker={traffic.breaker} />
          {error !== null && <Text size="sm">{error.message}</Text>}
          <Pause traffic={traffic} />
        </Stack>
      </Table.Td>
      <Table.Td>
        <Accounts connectionId={id} tallies={tallies} />
      </Table.Td>
      <Table.Td>
        <Use kind={words.budgets.reads} use={traffic.reads} />
        <Use kind={words.budgets.writes} use={traffic.writes} />
      </Table.Td>
      <Table.Td>{checkedAt === null ? words.notChecked : <Instant at={checkedAt} relative />}</Table.Td>
    </Table.Tr>
  );
}

function Accounts({ connectionId, tallies }: { connectionId: string; tallies: AccountTallies | null }) {
  if (tallies === null) return texts.common.none;
  const { accounts, reauth } = tallies.of.get(connectionId) ?? { accounts: 0, reauth: 0 };
  return (
    <>
      <Text size="sm">{tallies.more ? words.accountsAtLeast(accounts) : words.accountsCount(accounts)}</Text>
      {reauth > 0 && (
        <Text size="sm" c="red" fw={600}>
          {words.reauth(reauth)}
        </Text>
      )}
    </>
  );
}

function Use({ kind, use }: { kind: string; use: BudgetUse }) {
  if (use.limit === 0) return null;
  return (
    <Text
      size="sm"
      title={`${words.budgetUse(use.used, use.limit, use.perSeconds)}. ${words.budgetRefill(use.perSeconds)}`}
      style={{ whiteSpace: 'nowrap' }}
    >
      {words.budgetShort(kind, use.used, use.limit)}
    </Text>
  );
}
