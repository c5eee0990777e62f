import { Alert, Stack, Text } from '@mantine/core';
import type { PublishError } from '@postern/client';
import { CircleAlert, Unplug } from 'lucide-react';
import { isLost, upstreamError } from '../api/upstream-call';
import { texts } from '../texts';
import { ProblemNotice } from './problem-notice';

const words = texts.common;

/** Why a command was not done; of a lost reply, that it may have been. */
export function CommandProblem({ error }: { error: unknown }) {
  if (isLost(error)) {
    return (
      <Alert role="alert" variant="default" icon={<Unplug aria-hidden />} title={words.lostTitle}>
        {words.lost}
      </Alert>
    );
  }
  const upstream = upstreamError(error);
  // It says why, and what to do; the problem around it only that it was refused.
  return upstream === null ? <ProblemNotice error={error} /> : <UpstreamError error={upstream} />;
}

/** What a provider said and what to do about it. */
export function UpstreamError({ error, title }: { error: PublishError; title?: string }) {
  const said = [error.upstreamHttpStatus, error.upstreamCode, error.upstreamMessage].filter(Boolean);
  return (
    <Alert
      role="alert"
      variant="default"
      icon={<CircleAlert aria-hidden color="var(--mantine-color-error)" />}
      title={title ?? error.code}
    >
      <Stack gap={4}>
        <Text size="sm">{error.message}</Text>
        <Text size="sm">
          <b>{words.remedy}:</b> {error.remedy}
        </Text>
        {said.length > 0 && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {words.upstreamSays}: {said.join(' · ')}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
