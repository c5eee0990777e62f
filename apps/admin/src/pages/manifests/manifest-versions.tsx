import { Button, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Manifest, ManifestVersion } from '@postern/client';
import { getRouteApi } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { ScrollTable } from '../../components/scroll-table';
import { texts } from '../../texts';
import { useVersions } from './manifest-queries';

const route = getRouteApi('/manifests/$manifestId');
const words = texts.manifests;

interface ManifestVersionsProps {
  newest: Manifest;
  /** The editor has something that is not stored. */
  isChanged: boolean;
  onLoad: (text: string) => void;
}

export function ManifestVersions({ newest, isChanged, onLoad }: ManifestVersionsProps) {
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useVersions(newest.id, cursor);
  const ask = useConfirm();
  const load = useCommand<number, Manifest>({
    run: (version) => postern.manifests.get(newest.id, { version }),
    changes: [],
    onDone: ({ manifest, version }) => {
      onLoad(JSON.stringify(manifest, null, 2));
      notifications.show({ message: words.loaded(version) });
    },
  });
  const choose = async (version: number) => {
    const question = {
      title: words.loadTitle,
      consequence: words.loadConsequence(version),
      confirm: words.loadConfirm,
    };
    if (!isChanged || (await ask(question)).confirmed) load.mutate(version);
  };
  return (
    <Loaded query={query} skeletonHeight={200}>
      {({ items, nextCursor }) => (
        <Stack>
          <VersionsTable
            versions={items}
            newest={newest.version}
            busy={load.isPending}
            onChoose={(version) => void choose(version)}
          />
          <KeysetPager
            cursor={cursor}
            nextCursor={nextCursor}
            onCursor={(next) => void navigate({ search: { cursor: next } })}
          />
        </Stack>
      )}
    </Loaded>
  );
}

interface VersionsTableProps {
  versions: readonly ManifestVersion[];
  newest: number;
  busy: boolean;
  onChoose: (version: number) => void;
}

function VersionsTable({ versions, newest, busy, onChoose }: VersionsTableProps) {
  return (
    <ScrollTable label={words.versions} minWidth={420}>
      <Table.Thead>
        <Table.Tr>
          {Object.entries(words.versionColumns).map(([column, label]) => (
            <Table.Th key={column}>{label}</Table.Th>
          ))}
          <Table.Th>{words.load}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map(({ version, notes, createdAt }) => (
          <Table.Tr key={version}>
            <Table.Th scope="row">
              {version}
              {version === newest && ` (${words.newest})`}
            </Table.Th>
            <Table.Td>
              <Text size="sm">{notes ?? texts.common.none}</Text>
            </Table.Td>
            <Table.Td>
              <Instant at={createdAt} relative />
            </Table.Td>
            <Table.Td>
              <Button
                size="xs"
                variant="default"
                disabled={busy}
                aria-label={words.loadOf(version)}
                onClick={() => onChoose(version)}
              >
                {words.load}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
