import { Select, Stack, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { useRepeatKeys } from '../../api/upstream-call';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { usePreset, usePresetNames } from './manifest-queries';
import { ManifestWorkbench } from './manifest-workbench';
import { Storing } from './storing';
import { useManifestDraft } from './use-manifest-draft';

const route = getRouteApi('/manifests/new');
const words = texts.manifests;

export function NewManifestPage() {
  return (
    <Page title={words.newTitle}>
      <ScopeGate scope="connections:write">
        <NewManifest />
      </ScopeGate>
    </Page>
  );
}

function NewManifest() {
  const { preset } = route.useSearch();
  const query = usePreset(preset);
  return (
    <Stack>
      <PresetChoice preset={preset} />
      {preset === undefined ? (
        <Draft key="" initial="" />
      ) : (
        <Loaded query={query} skeletonHeight={700}>
          {({ manifest }) => <Draft key={preset} initial={JSON.stringify(manifest, null, 2)} />}
        </Loaded>
      )}
    </Stack>
  );
}

function PresetChoice({ preset }: { preset: string | undefined }) {
  const navigate = route.useNavigate();
  const { data, isError, isFetched } = usePresetNames();
  const options = (data ?? []).map((one) => ({ value: one.preset, label: one.name }));
  if (isError) return <Text size="sm">{words.presetsUnknown}</Text>;
  return (
    <Select
      label={words.startFrom}
      description={words.startHint}
      placeholder={words.blank}
      data={options}
      value={preset ?? null}
      onChange={(chosen) => void navigate({ search: chosen === null ? {} : { preset: chosen } })}
      disabled={!isFetched}
      searchable
      clearable
      maw={420}
    />
  );
}

function Draft({ initial }: { initial: string }) {
  const draft = useManifestDraft(initial);
  const keys = useRepeatKeys();
  const navigate = useNavigate();
  return (
    <ManifestWorkbench
      draft={draft}
      storing={
        <Storing
          draft={draft}
          label={words.save}
          store={(manifest, notes) => {
            const body = { manifest, notes };
            return postern.manifests.create(body, { idempotencyKey: keys.of(body) });
          }}
          done={({ name, version }) => words.saved(name, version)}
          onStored={({ id }) => void navigate({ to: '/manifests/$manifestId', params: { manifestId: id } })}
        />
      }
    />
  );
}
