import { Button } from '@mantine/core';
import type { ApiKey } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { useNow } from '../../components/use-now';
import { texts } from '../../texts';
import { EditKey } from './edit-key';
import { KeyTable } from './key-table';
import { workingFirst } from './key-state';
import { NewKey } from './new-key';
import { RotateKey } from './rotate-key';

const words = texts.apiKeys;
const route = getRouteApi('/api-keys');
/** `lastUsedAt` is told by no event. */
const POLL_MS = 30_000;

/** What is done to which key, in a window of its own. */
export type KeyTask = { kind: 'create' } | { kind: 'edit' | 'rotate'; apiKey: ApiKey } | null;

export function ApiKeysPage() {
  const [task, setTask] = useState<KeyTask>(null);
  const close = () => setTask(null);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setTask({ kind: 'create' })}>
      {words.create}
    </Button>
  );
  const admin = useCan()('admin');
  return (
    <Page title={texts.shell.pages.apiKeys} hint={words.hint} actions={admin && add}>
      <ScopeGate scope="admin">
        <Keys onTask={setTask} />
        {task?.kind === 'create' && <NewKey onClose={close} />}
        {task?.kind === 'edit' && <EditKey apiKey={task.apiKey} onClose={close} />}
        {task?.kind === 'rotate' && <RotateKey apiKey={task.apiKey} onClose={close} />}
      </ScopeGate>
    </Page>
  );
}

function Keys({ onTask }: { onTask: (task: KeyTask) => void }) {
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow();
  const query = useQuery({
    queryKey: ['apiKeys', cursor],
    // As many as a page may have, so that what works stands first of nearly all.
    queryFn: ({ signal }) => postern.apiKeys.list({ cursor, limit: 100 }, { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return (
    <Loaded query={query}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && <EmptyState title={words.empty} hint={words.emptyHint} />}
          {items.length > 0 && <KeyTable items={workingFirst(items, now)} onTask={onTask} />}
          <KeysetPager
            cursor={cursor}
            nextCursor={nextCursor}
            onCursor={(next) => void navigate({ search: { cursor: next } })}
          />
        </>
      )}
    </Loaded>
  );
}
