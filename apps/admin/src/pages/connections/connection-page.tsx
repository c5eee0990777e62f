import { Anchor, Button, Stack } from '@mantine/core';
import { type Connection, NotFoundError } from '@postern/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { ConnectionAccounts } from './connection-accounts';
import { ConnectionChecks } from './connection-checks';
import { useConnection, useProviderName } from './connection-queries';
import { ConnectionRemoval } from './connection-removal';
import { ConnectionSettings } from './connection-settings';
import { ConnectionWebhooks } from './connection-webhooks';

const route = getRouteApi('/connections/$connectionId');
const words = texts.connections;

export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const can = useCan();
  if (!can('connections:read')) {
    return (
      <Page title={texts.shell.pages.connections}>
        <ScopeGate scope="connections:read">{null}</ScopeGate>
      </Page>
    );
  }
  return <ReadConnection key={connectionId} connectionId={connectionId} />;
}

function ReadConnection({ connectionId }: { connectionId: string }) {
  const query = useConnection(connectionId);
  const nameOf = useProviderName();
  if (query.error instanceof NotFoundError) return <NoConnection />;
  const { data } = query;
  return (
    <Page
      title={data?.name ?? texts.shell.pages.connections}
      hint={data && `${nameOf(data.provider)} · ${data.id}`}
      actions={data && <Links connection={data} />}
    >
      <Loaded query={query} skeletonHeight={900}>
        {(connection) => <Shown connection={connection} />}
      </Loaded>
    </Page>
  );
}

function Shown({ connection }: { connection: Connection }) {
  const can = useCan();
  return (
    <Stack gap="xl">
      <ConnectionChecks connection={connection} />
      {can('accounts:read') && <ConnectionAccounts connection={connection} />}
      <ConnectionSettings connection={connection} />
      <ConnectionWebhooks connection={connection} />
      {can('connections:write') && <ConnectionRemoval connection={connection} />}
    </Stack>
  );
}

function Links({ connection }: { connection: Connection }) {
  const can = useCan();
  return (
    <>
      {can('publish:read') && (
        // The posts' page knows what it takes from its address.
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/posts" search={{ connectionId: connection.id } as never} {...props} />
          )}
        >
          {words.openPosts}
        </Anchor>
      )}
      <Anchor size="sm" renderRoot={(props) => <Link to="/connections" {...props} />}>
        {words.toList}
      </Anchor>
    </>
  );
}

function NoConnection() {
  return (
    <Page title={texts.shell.pages.connections}>
      <EmptyState
        title={words.notFound}
        hint={words.notFoundHint}
        action={
          <Button variant="default" mt="sm" renderRoot={(props) => <Link to="/connections" {...props} />}>
            {words.toList}
          </Button>
        }
      />
    </Page>
  );
}
