import { Button, Grid } from '@mantine/core';
import type { Provider } from '@postern/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { useProviderName, useProviders } from './connection-queries';
import { NewConnectionForm } from './new-connection-form';
import { ProviderAbilities, ProviderChoice } from './provider-choice';

const route = getRouteApi('/connections/new');
const words = texts.connections;

export function NewConnectionPage() {
  const { provider } = route.useSearch();
  const nameOf = useProviderName();
  return (
    <Page title={provider === undefined ? words.newTitle : words.newTitleFor(nameOf(provider))}>
      <ScopeGate scope="connections:write">
        <ScopeGate scope="accounts:read">
          <NewConnection chosen={provider} />
        </ScopeGate>
      </ScopeGate>
    </Page>
  );
}

function NewConnection({ chosen }: { chosen: string | undefined }) {
  const query = useProviders();
  return (
    <Loaded query={query} skeletonHeight={480}>
      {(providers) => {
        if (chosen === undefined) return <ProviderChoice providers={providers} />;
        const provider = providers.find(({ id }) => id === chosen);
        if (provider === undefined) return <UnknownProvider id={chosen} />;
        return <Chosen key={chosen} provider={provider} />;
      }}
    </Loaded>
  );
}

function Chosen({ provider }: { provider: Provider }) {
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <NewConnectionForm provider={provider} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <ProviderAbilities provider={provider} />
      </Grid.Col>
    </Grid>
  );
}

function UnknownProvider({ id }: { id: string }) {
  return (
    <EmptyState
      title={words.unknownProvider(id)}
      hint={words.unknownProviderHint}
      action={
        <Button
          variant="default"
          mt="sm"
          renderRoot={(props) => <Link to="/connections/new" search={{}} {...props} />}
        >
          {words.chooseOther}
        </Button>
      }
    />
  );
}
