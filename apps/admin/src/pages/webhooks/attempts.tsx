import { Accordion, Code, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { WebhookAttempt, WebhookDeliveryDetail, WebhookRequest } from '@postern/client';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { JsonBlock } from '../../components/json-block';
import { ToneBadge } from '../../components/status-badge';
import { duration } from '../../components/time';
import { texts } from '../../texts';

const words = texts.webhooks.delivery;

/** Each attempt with what was sent beside what was answered, the last one first and open. */
export function Attempts({ delivery: { attempts, request } }: { delivery: WebhookDeliveryDetail }) {
  const last = attempts.at(-1);
  if (last === undefined) return <EmptyState title={words.noAttempts} hint={words.noAttemptsHint} />;
  return (
    <Accordion
      multiple
      order={3}
      variant="contained"
      keepMounted={false}
      defaultValue={[String(last.number)]}
    >
      {attempts.toReversed().map((attempt) => (
        <Accordion.Item key={attempt.number} value={String(attempt.number)}>
          <Accordion.Control>
            <Headline attempt={attempt} />
          </Accordion.Control>
          <Accordion.Panel>
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <Sent attempt={attempt} request={request} />
              <Answered attempt={attempt} />
            </SimpleGrid>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Headline({ attempt: { number, error, responseStatus, attemptedAt, durationMs } }: AttemptProps) {
  // Any answer ends an attempt without an error; only a 2xx takes the delivery.
  const accepted = error === null && responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
  return (
    <Group gap="sm">
      <Text fw={600}>{words.attempt(number)}</Text>
      <ToneBadge tone={accepted ? 'good' : 'bad'}>
        {`${accepted ? words.accepted : words.refused} · ${responseStatus ?? texts.webhooks.deliveries.noAnswer}`}
      </ToneBadge>
      <Text component="span" size="sm">
        <Instant at={attemptedAt} />
      </Text>
      <Text size="sm" c="dimmed">
        {words.took(duration(durationMs))}
      </Text>
    </Group>
  );
}

function Sent({ attempt: { url }, request }: AttemptProps & { request: WebhookRequest | null }) {
  return (
    <Stack gap="xs">
      <Title order={4}>{words.request}</Title>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{`POST ${url}`}</Code>
      {request === null ? (
        <Text size="sm">{words.eventGone}</Text>
      ) : (
        <>
          <Headers
            headers={{
              ...request.headers,
              'webhook-timestamp': words.perAttempt,
              'webhook-signature': words.perAttempt,
            }}
          />
          <JsonBlock label={`${words.request}: ${words.body}`} value={request.body} />
        </>
      )}
    </Stack>
  );
}

function Answered({ attempt: { number, responseStatus, responseBody, error, durationMs } }: AttemptProps) {
  return (
    <Stack gap="xs">
      <Title order={4}>{words.response}</Title>
      <Code block>{`${responseStatus ?? words.noAnswer} · ${duration(durationMs)}`}</Code>
      {error !== null && <Text size="sm">{error}</Text>}
      {responseBody !== null &&
        (responseBody === '' ? (
          <Text size="sm" c="dimmed">
            {words.emptyBody}
          </Text>
        ) : (
          <>
            <JsonBlock
              label={`${words.attempt(number)}, ${words.response}: ${words.body}`}
              value={responseBody}
            />
            <Text size="xs" c="dimmed">
              {words.bodyCut}
            </Text>
          </>
        ))}
    </Stack>
  );
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }) {
  return (
    <Table verticalSpacing={2} aria-label={words.headers}>
      <Table.Tbody>
        {Object.entries(headers).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={500}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface AttemptProps {
  attempt: WebhookAttempt;
}
