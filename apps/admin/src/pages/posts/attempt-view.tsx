import { Code, Group, Stack, Text } from '@mantine/core';
import type { Exchange, TimelineAttempt } from '@postern/client';
import { Instant } from '../../components/instant';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { duration } from '../../components/time';
import { texts } from '../../texts';
import classes from './timeline.module.css';
import { readable } from './timeline-rows';

const words = texts.postDetails;
type Outcome = NonNullable<TimelineAttempt['outcome']> | 'running';

const TONES: Record<Outcome, Tone> = {
  running: 'busy',
  accepted: 'good',
  rejected: 'bad',
  unknown: 'warning',
  abandoned: 'warning',
};

/** One try at handing the post over, with every call that was made. */
export function AttemptView({ attempt, opened = false }: { attempt: TimelineAttempt; opened?: boolean }) {
  const { at, finishedAt, number, round, worker, error, exchanges } = attempt;
  const outcome: Outcome = attempt.outcome ?? 'running';
  const took = finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(at);
  return (
    <Stack gap="xs">
      <Text component="div" size="xs" c="dimmed">
        <Instant at={at} />
        {[...(took === null ? [] : [words.took(duration(took))]), words.by(worker)].map(
          (fact) => ` · ${fact}`,
        )}
      </Text>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {words.attempt(number, round)}
        </Text>
        <ToneBadge tone={TONES[outcome]}>{texts.postDetails.attempts[outcome]}</ToneBadge>
      </Group>
      {error !== null && <Text size="sm">{`${error.code}: ${error.message}`}</Text>}
      {exchanges.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.noCalls}
        </Text>
      )}
      {exchanges.map((exchange, index) => (
        <ExchangeView key={index} exchange={exchange} opened={opened} />
      ))}
    </Stack>
  );
}

function ExchangeView({ exchange, opened }: { exchange: Exchange; opened: boolean }) {
  const { method, url, requestBody, responseBody, durationMs, requestId, message } = exchange;
  const facts = [
    saidOf(exchange),
    duration(durationMs),
    ...(requestId === null ? [] : [`${words.requestId} ${requestId}`]),
  ];
  return (
    <details className={classes.call} open={opened}>
      <Text component="summary" size="sm">
        <b>{method}</b> {url}
        <br />
        {facts.join(' · ')}
      </Text>
      <Stack gap={4} mt={4}>
        <Body title={words.request} body={requestBody} missing={words.noBody} />
        {message !== null && <Text size="sm">{message}</Text>}
        <Body
          title={words.response}
          body={responseBody}
          missing={exchange.outcome === 'response' ? words.noBody : words.noAnswer}
        />
      </Stack>
    </details>
  );
}

function saidOf({ outcome, status }: Exchange): string {
  const said = words.exchangeOutcomes;
  switch (outcome) {
    case 'response':
      return said.response(status ?? 0);
    case 'not_sent':
      return said.not_sent;
    case 'no_reply':
      return said.no_reply;
  }
}

function Body({ title, body, missing }: { title: string; body: string | null; missing: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {body === null || body === '' ? (
        <Text size="sm">{missing}</Text>
      ) : (
        <Code block className={classes.body} tabIndex={0}>
          {readable(body)}
        </Code>
      )}
    </div>
  );
}
