import { Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { Account, Connection } from '@postern/client';
import { platformName } from '@postern/core';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { ScrollTable } from '../../components/scroll-table';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { useAccountsOf, useProviderName } from './connection-queries';

const route = getRouteApi('/connections/$connectionId');
const words = texts.connections;

const TONES: Record<Account['status'], Tone> = {
  connected: 'good',
  reauth_required: 'warning',
  disconnected: 'quiet',
};

export function ConnectionAccounts({ connection }: { connection: Connection }) {
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useAccountsOf(connection.id, cursor);
  const provider = useProviderName()(connection.provider);
  return (
    <Stack gap="sm" component="section" aria-label={words.accounts}>
      <Title order={2} size="h4">
        {words.accounts}
      </Title>
      <Loaded query={query} skeletonHeight={200}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <EmptyState title={words.accountsEmpty} hint={words.accountsEmptyHint} />
            ) : (
              <AccountsTable accounts={items} provider={provider} />
            )}
            <KeysetPager
              cursor={cursor}
              nextCursor={nextCursor}
              onCursor={(next) => void navigate({ search: { cursor: next } })}
            />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function AccountsTable({ accounts, provider }: { accounts: readonly Account[]; provider: string }) {
  return (
    <Paper withBorder>
      <ScrollTable label={words.accounts}>
        <Table.Thead>
          <Table.Tr>
            {Object.entries(words.accountColumns).map(([column, label]) => (
              <Table.Th key={column}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <Table.Tr key={account.id}>
              <Table.Th scope="row" fw={500}>
                {account.handle ?? account.displayName ?? account.reference}
              </Table.Th>
              <Table.Td>{platformName(account.platform)}</Table.Td>
              <Table.Td maw={320}>
                <Status account={account} provider={provider} />
              </Table.Td>
              <Table.Td>
                <Instant at={account.lastSuccessAt} relative />
              </Table.Td>
              <Table.Td>
                <Instant at={account.tokenExpiresAt} relative />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Paper>
  );
}

function Status({ account: { status }, provider }: { account: Account; provider: string }) {
  return (
    <Stack gap={4} align="flex-start">
      <ToneBadge tone={TONES[status]}>{words.accountStatuses[status]}</ToneBadge>
      {status !== 'connected' && <Text size="sm">{words.accountRemedies[status](provider)}</Text>}
    </Stack>
  );
}
