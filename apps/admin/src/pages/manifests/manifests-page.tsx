import { Anchor, Button, Paper, Stack, Table, Text } from '@mantine/core';
import type { ManifestSummary } from '@postern/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { ScrollTable } from '../../components/scroll-table';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { useManifests } from './manifest-queries';

const route = getRouteApi('/manifests');
const words = texts.manifests;

export function ManifestsPage() {
  const can = useCan();
  return (
    <Page
      title={texts.shell.pages.manifests}
      hint={words.hint}
      actions={can('connections:write') && <CreateButton />}
    >
      <ScopeGate scope="connections:read">
        <Manifests />
      </ScopeGate>
    </Page>
  );
}

function CreateButton() {
  return <Button renderRoot={(props) => <Link to="/manifests/new" {...props} />}>{words.create}</Button>;
}

function Manifests() {
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useManifests(cursor);
  const can = useCan();
  return (
    <Loaded query={query} skeletonHeight={240}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 ? (
            <EmptyState
              title={words.empty}
              hint={words.emptyHint}
              action={can('connections:write') && <CreateButton />}
            />
          ) : (
            <ManifestsTable manifests={items} />
          )}
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

function ManifestsTable({ manifests }: { manifests: readonly ManifestSummary[] }) {
  return (
    <Paper withBorder>
      <ScrollTable label={words.table}>
        <Table.Thead>
          <Table.Tr>
            {Object.entries(words.columns).map(([column, label]) => (
              <Table.Th key={column}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {manifests.map((manifest) => (
            <Row key={manifest.id} manifest={manifest} />
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Paper>
  );
}

function Row({ manifest }: { manifest: ManifestSummary }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link to="/manifests/$manifestId" params={{ manifestId: manifest.id }} {...props} />
          )}
        >
          {manifest.name}
        </Anchor>
      </Table.Th>
      <Table.Td>{manifest.provider}</Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          {words.version(manifest.version)}
          <ManifestState problem={manifest.problem} />
        </Stack>
      </Table.Td>
      <Table.Td maw={320}>{manifest.notes ?? texts.common.none}</Table.Td>
      <Table.Td>
        <Instant at={manifest.updatedAt} relative />
      </Table.Td>
    </Table.Tr>
  );
}

/** Why a stored manifest is not run. */
export function ManifestState({ problem }: { problem: string | null }) {
  if (problem === null) return <ToneBadge tone="good">{words.runs}</ToneBadge>;
  return (
    <>
      <ToneBadge tone="bad">{words.doesNotRun}</ToneBadge>
      <Text size="sm">{problem}</Text>
    </>
  );
}
