import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { AuditFilters } from './audit-filters';
import { AuditTable } from './audit-table';
import { auditQuery, isNarrowed } from './search';

const words = texts.auditLog;
const route = getRouteApi('/audit-log');
/** Entries are told by no event. */
const POLL_MS = 10_000;

export function AuditLogPage() {
  return (
    <Page title={texts.shell.pages.auditLog} hint={words.hint}>
      <ScopeGate scope="admin">
        <Entries />
      </ScopeGate>
    </Page>
  );
}

function Entries() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['auditLog', search],
    queryFn: ({ signal }) => postern.auditLog.list(auditQuery(search), { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return (
    <>
      <AuditFilters search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
      <Loaded query={query} skeletonHeight={480}>
        {({ items, nextCursor }) => (
          <>
            {items.length > 0 ? (
              <AuditTable
                items={items}
                onNarrow={({ cursor: _, ...narrowed }) => void navigate({ search: narrowed })}
                search={search}
              />
            ) : isNarrowed(search) ? (
              <EmptyState title={words.noMatch} hint={words.noMatchHint} />
            ) : (
              <EmptyState title={words.empty} hint={words.emptyHint} />
            )}
            <KeysetPager
              cursor={search.cursor}
              nextCursor={nextCursor}
              onCursor={(cursor) => void navigate({ search: { ...search, cursor } })}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
