import { Anchor, Progress, Stack, Table, Text } from '@mantine/core';
import type { BudgetUse, Connection, StatsOverview } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api/session';
import { Loaded } from '../../components/loaded';
import { useProviderNames } from '../../components/provider-names';
import { ScrollTable } from '../../components/scroll-table';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { ConnectionStatusBadge, Pause } from '../connections/connection-health';
import { byNeed } from './by-need';
import { Nothing, Section } from './section';
import { useConnectionsOfToday } from './today-queries';

const words = texts.today.connections;
type Accounts = NonNullable<StatsOverview['accounts']>[number];

const BREAKER_TONES: Record<Connection['traffic']['breaker'], Tone> = {
  closed: 'good',
  open: 'bad',
  half_open: 'warning',
};

/** How each connection stands, those that want a person first. */
export function ConnectionOverview({ accounts }: { accounts: StatsOverview['accounts'] }) {
  const query = useConnectionsOfToday();
  const can = useCan();
  return (
    <Section
      id="connections"
      title={words.title}
      link={
        <Anchor size="sm" renderRoot={(props) => <Link to="/connections" {...props} />}>
          {words.all}
        </Anchor>
      }
    >
      <Loaded query={query} skeletonHeight={140}>
        {({ items }) =>
          items.length > 0 ? (
            <Connections connections={byNeed(items, accounts)} accounts={accounts} />
          ) : (
            <>
              <Nothing>{words.empty}</Nothing>
              {can('connections:write') && (
                <Anchor size="sm" renderRoot={(props) => <Link to="/connections/new" {...props} />}>
                  {words.create}
                </Anchor>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

interface ConnectionsProps {
  connections: readonly Connection[];
  accounts: StatsOverview['accounts'];
}

function Connections({ connections, accounts }: ConnectionsProps) {
  const { accounts: ofAccounts, ...others } = words.columns;
  const columns = accounts === null ? others : { ...others, accounts: ofAccounts };
  return (
    <ScrollTable label={words.table} minWidth={620}>
      <Table.Thead>
        <Table.Tr>
          {Object.entries(columns).map(([column, label]) => (
            <Table.Th key={column}>{label}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {connections.map((connection) => (
          <Row
            key={connection.id}
            connection={connection}
            accounts={accounts?.find(({ connectionId }) => connectionId === connection.id) ?? null}
            withAccounts={accounts !== null}
          />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

interface RowProps {
  connection: Connection;
  accounts: Accounts | null;
  withAccounts: boolean;
}

function Row({
  connection: { id, name, provider, status, error, traffic },
  accounts,
  withAccounts,
}: RowProps) {
  const nameOf = useProviderNames();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={600}>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/connections/$connectionId" params={{ connectionId: id }} {...props} />
          )}
        >
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {nameOf(provider)}
        </Text>
      </Table.Th>
      <Table.Td maw={320}>
        <Stack gap={4} align="flex-start">
          <ConnectionStatusBadge status={status} />
          <ToneBadge tone={BREAKER_TONES[traffic.breaker]}>{words.breaker[traffic.breaker]}</ToneBadge>
          {error !== null && <Text size="sm">{error.message}</Text>}
          <Pause traffic={traffic} />
        </Stack>
      </Table.Td>
      <Table.Td>
        <Use kind={texts.connections.budgets.reads} use={traffic.reads} connection={name} />
        <Use kind={texts.connections.budgets.writes} use={traffic.writes} connection={name} />
      </Table.Td>
      {withAccounts && (
        <Table.Td>
          <Text size="sm">{words.accounts(accounts?.connected ?? 0)}</Text>
          {accounts !== null && accounts.reauthRequired > 0 && (
            <ToneBadge tone="bad">{words.reauth(accounts.reauthRequired)}</ToneBadge>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function Use({ kind, use, connection }: { kind: string; use: BudgetUse; connection: string }) {
  if (use.limit === 0) return null;
  const part = Math.min(100, (use.used / use.limit) * 100);
  return (
    <div title={texts.connections.budgetUse(use.used, use.limit, use.perSeconds)}>
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {texts.connections.budgetShort(kind, use.used, use.limit)}
      </Text>
      <Progress
        value={part}
        size="sm"
        aria-label={`${connection}: ${kind}`}
        color={part >= 100 ? 'red' : part >= 80 ? 'orange' : undefined}
      />
    </div>
  );
}
