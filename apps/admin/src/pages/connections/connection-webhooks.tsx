import { Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Connection, ConnectionWebhooks as Webhooks, WebhookRegistration } from '@postern/client';
import { useCan } from '../../api/session';
import { type Fact, FactList } from '../../components/fact-list';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { ScrollTable } from '../../components/scroll-table';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { useHooksOf, useProviderOf } from './connection-queries';
import { WebhookRegistrationForm } from './webhook-registration-form';

const words = texts.connections;
const facts = words.webhookFacts;

/** How the provider calls us, and what became of it. */
export function ConnectionWebhooks({ connection }: { connection: Connection }) {
  const query = useHooksOf(connection.id);
  const provider = useProviderOf(connection);
  const can = useCan();
  return (
    <Card withBorder component="section" aria-label={words.webhooks}>
      <Stack>
        <div>
          <Title order={2} size="h4">
            {words.webhooks}
          </Title>
          <Text size="sm" c="dimmed">
            {words.webhooksHint}
          </Text>
        </div>
        {provider?.capabilities.webhooks === false ? (
          <Text size="sm">{words.webhooksNever(provider.name)}</Text>
        ) : (
          <Loaded query={query} skeletonHeight={220}>
            {(webhooks) => (
              <>
                <State webhooks={webhooks} />
                {can('connections:write') && (
                  <Actions connection={connection} webhooks={webhooks} name={provider?.name} />
                )}
                <Counts webhooks={webhooks} />
              </>
            )}
          </Loaded>
        )}
      </Stack>
    </Card>
  );
}

interface ActionsProps {
  connection: Connection;
  webhooks: Webhooks;
  name: string | undefined;
}

function Actions({ connection, webhooks, name = connection.provider }: ActionsProps) {
  if (webhooks.canRegister) {
    // Another registration, another form: its address is the one that is in use.
    const key = webhooks.registration?.registrationId ?? '';
    return <WebhookRegistrationForm key={key} connection={connection} webhooks={webhooks} />;
  }
  const end = `/hooks/${connection.id}`;
  return <Text size="sm">{webhooks.address === null ? words.byHandNoAddress(end) : words.byHand(name)}</Text>;
}

function State({ webhooks: { registration, secrets, address, canRegister } }: { webhooks: Webhooks }) {
  return (
    <>
      <Group>
        <ToneBadge tone={registration === null ? 'quiet' : 'good'}>
          {registration === null ? words.notRegistered : words.registered}
        </ToneBadge>
      </Group>
      <FactList
        facts={[
          ...(registration === null ? [] : factsOf(registration)),
          ...(registration === null && !canRegister && address !== null
            ? [{ label: facts.address, value: address }]
            : []),
          { label: facts.secrets, value: words.secretsInUse(secrets.registered, secrets.byHand) },
        ]}
      />
    </>
  );
}

function factsOf(registration: WebhookRegistration): Fact[] {
  const { url, registrationId, registeredAt, rotatedAt, previousSecretExpiresAt } = registration;
  return [
    { label: facts.address, value: url },
    { label: facts.registrationId, value: registrationId },
    { label: facts.registeredAt, value: <Instant at={registeredAt} /> },
    { label: facts.rotatedAt, value: <Instant at={rotatedAt} /> },
    ...(previousSecretExpiresAt === null
      ? []
      : [{ label: facts.previousSecretExpiresAt, value: <Instant at={previousSecretExpiresAt} /> }]),
  ];
}

function Counts({ webhooks: { counts } }: { webhooks: Webhooks }) {
  if (counts.length === 0) return <Text size="sm">{words.hookNone}</Text>;
  return (
    <ScrollTable label={words.hookTable} minWidth={420}>
      <Table.Thead>
        <Table.Tr>
          {Object.entries(words.hookColumns).map(([column, label]) => (
            <Table.Th key={column}>{label}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {counts.map(({ outcome, count, lastAt }) => (
          <Table.Tr key={outcome}>
            <Table.Th scope="row" fw={500}>
              {words.hookOutcomes[outcome]}
            </Table.Th>
            <Table.Td>{count}</Table.Td>
            <Table.Td>
              <Instant at={lastAt} relative />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
