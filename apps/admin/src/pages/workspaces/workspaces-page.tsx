import { Button, Code, Group, Table, Text } from '@mantine/core';
import type { Workspace } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCan, useSession } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { ScrollTable } from '../../components/scroll-table';
import { texts } from '../../texts';
import { EMPTY_KEY, type KeyDraft } from '../api-keys/key-draft';
import { NewKey } from '../api-keys/new-key';
import { WorkspaceForm } from './workspace-form';

const words = texts.workspaces;
const route = getRouteApi('/workspaces');
/** What the first key of a team should be able to do. */
const FIRST_KEY: KeyDraft = { ...EMPTY_KEY, scopes: ['admin'] };

type Task = { kind: 'create' } | { kind: 'rename' | 'key'; workspace: Workspace } | null;

export function WorkspacesPage() {
  const [task, setTask] = useState<Task>(null);
  const close = () => setTask(null);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setTask({ kind: 'create' })}>
      {words.create}
    </Button>
  );
  const operator = useCan()('instance');
  return (
    <Page title={texts.shell.pages.workspaces} hint={words.hint} actions={operator && add}>
      <ScopeGate scope="instance">
        <Workspaces onTask={setTask} />
        {task?.kind === 'create' && <WorkspaceForm onClose={close} />}
        {task?.kind === 'rename' && <WorkspaceForm workspace={task.workspace} onClose={close} />}
        {task?.kind === 'key' && <NewKey workspace={task.workspace} draft={FIRST_KEY} onClose={close} />}
      </ScopeGate>
    </Page>
  );
}

function Workspaces({ onTask }: { onTask: (task: Task) => void }) {
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['workspaces', cursor],
    queryFn: ({ signal }) => postern.workspaces.list({ cursor }, { signal }).first(),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={query}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && <EmptyState title={words.empty} hint={words.emptyHint} />}
          {items.length > 0 && <Rows items={items} onTask={onTask} />}
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

function Rows({ items, onTask }: { items: readonly Workspace[]; onTask: (task: Task) => void }) {
  const { columns } = words;
  return (
    <ScrollTable label={words.list}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{columns.name}</Table.Th>
          <Table.Th scope="col">{columns.id}</Table.Th>
          <Table.Th scope="col">{columns.created}</Table.Th>
          <Table.Th scope="col">{columns.actions}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((workspace) => (
          <Row key={workspace.id} workspace={workspace} onTask={onTask} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Row({ workspace, onTask }: { workspace: Workspace; onTask: (task: Task) => void }) {
  const own = useSession().workspace.id === workspace.id;
  const { id, name, createdAt } = workspace;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
        {name}
        {own && (
          <Text size="xs" c="dimmed">
            {words.own}
          </Text>
        )}
      </Table.Th>
      <Table.Td>
        <Code>{id}</Code>
      </Table.Td>
      <Table.Td>
        <Instant at={createdAt} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.renameOf(name)}
            onClick={() => onTask({ kind: 'rename', workspace })}
          >
            {words.rename}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.keyOf(name)}
            onClick={() => onTask({ kind: 'key', workspace })}
          >
            {words.key}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
