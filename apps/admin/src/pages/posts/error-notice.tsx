import { Alert, Anchor, Stack, Text } from '@mantine/core';
import type { Post } from '@postern/client';
import { platformName } from '@postern/core';
import { CircleAlert } from 'lucide-react';
import { useProviderNames } from '../../components/provider-names';
import { texts } from '../../texts';

const words = texts.postDetails;
type PublishError = NonNullable<Post['error']>;

/** Why a post failed or is in doubt: the cause, what to do, and what the provider and the platform said. */
export function ErrorNotice({ error }: { error: PublishError }) {
  const nameOf = useProviderNames();
  return (
    <Alert
      variant="default"
      icon={<CircleAlert aria-hidden color="var(--mantine-color-error)" />}
      title={`${texts.posts.errors[error.code]} (${error.code})`}
    >
      <Stack gap={4}>
        <Text size="sm">
          <b>{words.cause}</b> {error.message}
        </Text>
        <Text size="sm">
          <b>{words.remedy}</b> {error.remedy}
          {error.retryable && ` ${words.retryable}`}
          {error.retryAfter !== null && ` ${words.retryAfter(error.retryAfter)}`}
        </Text>
        <Said
          by={words.saidByProvider(error.provider === null ? words.provider : nameOf(error.provider))}
          parts={saidByProvider(error)}
        />
        <Said
          by={words.saidByPlatform(error.platform === null ? words.platform : platformName(error.platform))}
          parts={saidByPlatform(error)}
        />
        <Anchor size="sm" href={error.docs} target="_blank" rel="noreferrer">
          {words.aboutError(error.code)}
        </Anchor>
      </Stack>
    </Alert>
  );
}

type Part = string | number | null;

function Said({ by, parts }: { by: string; parts: readonly Part[] }) {
  const said = parts.filter((part) => part !== null);
  if (said.length === 0) return null;
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      <b>{by}</b> {said.join(' · ')}
    </Text>
  );
}

function saidByProvider(error: PublishError): Part[] {
  const { upstreamCode, upstreamHttpStatus, upstreamMessage, upstreamRequestId } = error;
  const request = upstreamRequestId === null ? null : `${words.requestId} ${upstreamRequestId}`;
  return [upstreamHttpStatus, upstreamCode, upstreamMessage, request];
}

const saidByPlatform = ({ platformCode, platformHttpStatus, platformMessage }: PublishError): Part[] => [
  platformHttpStatus,
  platformCode,
  platformMessage,
];
