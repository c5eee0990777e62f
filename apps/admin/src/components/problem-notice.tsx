import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { ApiError, PermissionError } from '@postern/client';
import { CircleAlert, Lock } from 'lucide-react';
import { texts } from '../texts';
import { problemText } from './problem-text';

/** A refusal or failure in the place of what was asked for: what it was, which fields, and a way to go on. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (error instanceof PermissionError)
    return <NoPermission detail={error.problem?.detail ?? error.message} />;
  const api = error instanceof ApiError ? error : null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="default"
      icon={<CircleAlert aria-hidden color="var(--mantine-color-error)" />}
      title={api?.problem?.title ?? texts.common.failed}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{api ? (api.problem?.detail ?? api.message) : problemText(error)}</Text>
        {api !== null && api.issues.length > 0 && (
          <List size="sm">
            {api.issues.map(({ path, rule, message }) => (
              <List.Item key={`${path} ${rule} ${message}`}>
                {path !== '' && <Code>{path}</Code>} {message}
              </List.Item>
            ))}
          </List>
        )}
        {api?.requestId && (
          <Text size="xs" c="dimmed">
            {texts.common.requestId(api.requestId)}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {texts.common.tryAgain}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function NoPermission({ detail }: { detail: string }) {
  return (
    <Alert role="alert" variant="default" icon={<Lock aria-hidden />} title={texts.common.noPermission}>
      {detail}
    </Alert>
  );
}
