import { Button, Select } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { useConnections, useProviderName, useProviders } from './connection-queries';
import { ConnectionsTable } from './connections-table';

const route = getRouteApi('/connections');
const words = texts.connections;

export function ConnectionsPage() {
  const can = useCan();
  return (
    <Page
      title={texts.shell.pages.connections}
      hint={words.hint}
      actions={can('connections:write') && <CreateButton />}
    >
      <ScopeGate scope="connections:read">
        <Connections />
      </ScopeGate>
    </Page>
  );
}

function CreateButton() {
  return <Button renderRoot={(props) => <Link to="/connections/new" {...props} />}>{words.create}</Button>;
}

function Connections() {
  const { cursor, provider } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useConnections({ cursor, provider });
  const nameOf = useProviderName();
  const can = useCan();
  return (
    <>
      <ProviderFilter
        provider={provider}
        onProvider={(chosen) => void navigate({ search: { provider: chosen } })}
      />
      <Loaded query={query} skeletonHeight={280}>
        {({ items, nextCursor }) => (
          <>
            {items.length > 0 ? (
              <ConnectionsTable connections={items} />
            ) : provider !== undefined ? (
              <EmptyState
                title={words.emptyOf(nameOf(provider))}
                action={
                  <Button variant="default" mt="sm" onClick={() => void navigate({ search: {} })}>
                    {words.showAll}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                title={words.empty}
                hint={words.emptyHint}
                action={can('connections:write') && <CreateButton />}
              />
            )}
            <KeysetPager
              cursor={cursor}
              nextCursor={nextCursor}
              onCursor={(next) => void navigate({ search: { provider, cursor: next } })}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

interface ProviderFilterProps {
  provider: string | undefined;
  onProvider: (provider: string | undefined) => void;
}

function ProviderFilter({ provider, onProvider }: ProviderFilterProps) {
  const { data } = useProviders();
  const known = (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const options =
    provider === undefined || known.some(({ value }) => value === provider)
      ? known
      : [...known, { value: provider, label: provider }];
  return (
    <Select
      label={words.onlyProvider}
      placeholder={words.allProviders}
      data={options}
      value={provider ?? null}
      onChange={(chosen) => onProvider(chosen ?? undefined)}
      clearable
      searchable
      maw={320}
    />
  );
}
