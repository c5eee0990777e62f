import { Alert, Anchor, Button, Group, Stack } from '@mantine/core';
import { type Manifest, NotFoundError } from '@postern/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { DeleteManifest } from './delete-manifest';
import { useManifest } from './manifest-queries';
import { ManifestVersions } from './manifest-versions';
import { ManifestWorkbench } from './manifest-workbench';
import { ManifestState } from './manifests-page';
import { Storing } from './storing';
import { useManifestDraft } from './use-manifest-draft';

const route = getRouteApi('/manifests/$manifestId');
const words = texts.manifests;

export function ManifestPage() {
  const { manifestId } = route.useParams();
  const can = useCan();
  if (!can('connections:read')) {
    return (
      <Page title={texts.shell.pages.manifests}>
        <ScopeGate scope="connections:read">{null}</ScopeGate>
      </Page>
    );
  }
  return <ReadManifest key={manifestId} id={manifestId} />;
}

function ReadManifest({ id }: { id: string }) {
  const query = useManifest(id);
  const { data } = query;
  if (query.error instanceof NotFoundError) return <NoManifest />;
  return (
    <Page
      title={data?.name ?? texts.shell.pages.manifests}
      hint={data && `${data.provider} · ${words.version(data.version)}`}
      actions={data && <Actions manifest={data} />}
    >
      <Loaded query={query} skeletonHeight={700}>
        {(manifest) => <Draft newest={manifest} />}
      </Loaded>
    </Page>
  );
}

function Actions({ manifest }: { manifest: Manifest }) {
  const can = useCan();
  return (
    <>
      {can('connections:write') && (
        <Button
          renderRoot={(props) => (
            <Link to="/connections/new" search={{ provider: manifest.provider }} {...props} />
          )}
        >
          {words.connect}
        </Button>
      )}
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/connections" search={{ provider: manifest.provider }} {...props} />}
      >
        {words.connectionsOf}
      </Button>
      {can('connections:write') && <DeleteManifest manifest={manifest} />}
    </>
  );
}

const written = (manifest: unknown) => JSON.stringify(manifest, null, 2);

/** @param newest as it is now; the text was begun from a version that may be older */
function Draft({ newest }: { newest: Manifest }) {
  const [base, setBase] = useState(newest);
  const draft = useManifestDraft(written(newest.manifest));
  const isBehind = newest.version > base.version;
  return (
    <Stack>
      {newest.problem !== null && (
        <Group>
          <ManifestState problem={newest.problem} />
        </Group>
      )}
      <ManifestWorkbench
        draft={draft}
        storing={
          <Storing
            draft={draft}
            label={words.saveNext}
            store={(manifest, notes) =>
              postern.manifests.update(newest.id, { manifest, notes }, { ifMatch: base.version })
            }
            done={({ name, version }) =>
              version === base.version ? words.unchanged(version) : words.saved(name, version)
            }
            onStored={setBase}
            notice={isBehind && <Overtaken version={newest.version} onTop={() => setBase(newest)} />}
          />
        }
        versions={
          <ManifestVersions
            newest={newest}
            isChanged={draft.text !== written(base.manifest)}
            onLoad={draft.setText}
          />
        }
      />
    </Stack>
  );
}

function Overtaken({ version, onTop }: { version: number; onTop: () => void }) {
  return (
    <Alert role="alert" variant="default" title={words.conflictTitle}>
      <Stack gap="xs" align="flex-start">
        {words.conflict}
        <Button variant="default" size="xs" onClick={onTop}>
          {words.storeOnTop(version)}
        </Button>
      </Stack>
    </Alert>
  );
}

function NoManifest() {
  return (
    <Page title={texts.shell.pages.manifests}>
      <EmptyState
        title={words.notFound}
        hint={words.notFoundHint}
        action={<Anchor renderRoot={(props) => <Link to="/manifests" {...props} />}>{words.toList}</Anchor>}
      />
    </Page>
  );
}
