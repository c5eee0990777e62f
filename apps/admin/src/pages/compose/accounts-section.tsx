import { Button, Checkbox, Group, Pill, ScrollArea, Select, Stack, Text, TextInput } from '@mantine/core';
import type { Account } from '@postern/client';
import { KNOWN_PLATFORMS, platformName } from '@postern/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';
import { Section } from './section';
import { nameOf, rememberAccounts, useProviders } from './use-targets';

const words = texts.compose.accounts;
const LIST_HEIGHT = 260;

/** Which accounts it goes to, through whichever provider. */
export function AccountsSection() {
  const { targets, change, issues } = useEditor();
  const [search, setSearch] = useState('');
  const [platform, setPlatform] = useState<string | null>(null);
  const accounts = useAccountPages(platform);
  const atTargets = issuesAt(issues, 'targets');
  return (
    <Section title={words.title}>
      <Group gap="sm" align="flex-end">
        <TextInput
          label={words.search}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          style={{ flex: '1 1 180px' }}
        />
        <Select
          label={words.platform}
          placeholder={words.allPlatforms}
          data={KNOWN_PLATFORMS.map(({ platform: value, name: label }) => ({ value, label }))}
          value={platform}
          clearable
          searchable
          onChange={setPlatform}
          style={{ flex: '1 1 140px' }}
        />
      </Group>
      <Loaded query={accounts} skeletonHeight={LIST_HEIGHT}>
        {({ pages }) => (
          <AccountList
            accounts={pages.flatMap(({ items }) => items)}
            search={search}
            filtered={platform !== null}
            hasMore={accounts.hasNextPage}
            onMore={() => void accounts.fetchNextPage()}
            loading={accounts.isFetchingNextPage}
          />
        )}
      </Loaded>
      <Text size="sm" role="status">
        {words.chosen(targets.length)}
      </Text>
      <Group gap="xs">
        {targets.map(({ target: { accountId }, name, platformName: on }) => (
          <Pill
            key={accountId}
            withRemoveButton
            onRemove={() => change({ type: 'target', accountId, chosen: false })}
            removeButtonProps={{
              'aria-label': words.remove(`${name}, ${on}`),
              'aria-hidden': false,
              tabIndex: 0,
            }}
          >
            {name}, {on}
          </Pill>
        ))}
      </Group>
      <FieldWarnings issues={atTargets} all />
    </Section>
  );
}

function useAccountPages(platform: string | null) {
  return useInfiniteQuery({
    queryKey: ['accounts', 'pages', platform],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 100, ...(platform && { platform }), ...(pageParam && { cursor: pageParam }) };
      const page = await postern.accounts.list(query, { signal }).first();
      rememberAccounts(page.items);
      return page;
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

interface AccountListProps {
  accounts: readonly Account[];
  search: string;
  filtered: boolean;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}

function AccountList({ accounts, search, filtered, hasMore, loading, onMore }: AccountListProps) {
  const { data: providers } = useProviders();
  const providerName = (id: string) => providers?.find((one) => one.id === id)?.name ?? id;
  if (accounts.length === 0 && !filtered) return <NoAccounts />;
  const matching = accounts.filter((account) => matches(account, providerName(account.provider), search));
  return (
    <ScrollArea.Autosize
      mah={LIST_HEIGHT}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': words.list }}
    >
      <Stack gap={4}>
        {matching.map((account) => (
          <AccountRow key={account.id} account={account} provider={providerName(account.provider)} />
        ))}
        {matching.length === 0 && <Text size="sm">{hasMore ? words.noMatchMore : words.noMatch}</Text>}
        {hasMore && (
          <Button variant="default" size="xs" loading={loading} onClick={onMore}>
            {words.more}
          </Button>
        )}
      </Stack>
    </ScrollArea.Autosize>
  );
}

function NoAccounts() {
  const toConnections = <Link to="/connections">{words.toConnections}</Link>;
  return <EmptyState title={words.empty} hint={words.emptyHint} action={toConnections} />;
}

function matches(account: Account, provider: string, search: string): boolean {
  const wanted = search.trim().toLowerCase().split(/\s+/);
  const { displayName, handle, platform, reference } = account;
  const text = [displayName, handle, platform, platformName(platform), provider, reference]
    .join(' ')
    .toLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** An account that nothing can be published to is shown, and says what to do about it; it cannot be chosen anew. */
function AccountRow({ account, provider }: { account: Account; provider: string }) {
  const { targets, change } = useEditor();
  const { id, status, platform } = account;
  const chosen = targets.some(({ target }) => target.accountId === id);
  const trouble = status === 'connected' ? null : TROUBLES[status];
  return (
    <Group gap="xs" align="flex-start">
      <Checkbox
        checked={chosen}
        disabled={trouble !== null && !chosen}
        onChange={(event) => change({ type: 'target', accountId: id, chosen: event.currentTarget.checked })}
        label={
          <>
            {nameOf(account)}{' '}
            <Text span size="xs" c="dimmed">
              {account.handle !== null && account.handle !== nameOf(account) ? `${account.handle}, ` : ''}
              {words.through(platformName(platform), provider)}
            </Text>
          </>
        }
        description={trouble?.hint}
      />
      {trouble !== null && <ToneBadge tone="warning">{trouble.name}</ToneBadge>}
    </Group>
  );
}

const TROUBLES = {
  reauth_required: { name: words.needsReauth, hint: words.needsReauthHint },
  disconnected: { name: words.disconnected, hint: words.disconnectedHint },
};
