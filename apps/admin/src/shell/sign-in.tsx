import { Alert, Button, Center, Divider, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { hasToken, postern } from '../api/client';
import { useCommand } from '../api/command';
import { signIn } from '../api/session';
import { ProblemNotice } from '../components/problem-notice';
import { texts } from '../texts';

/** Where nobody is signed in. The address stays, so that the page asked for is shown afterwards. */
export function SignIn() {
  const words = texts.shell.signIn;
  useDocumentTitle(`${words.title} · ${texts.common.product}`);
  const [apiKey, setApiKey] = useState('');
  const [missing, setMissing] = useState(false);
  const methods = useQuery({ queryKey: ['session', 'methods'], queryFn: () => postern.session.methods() });
  const enter = useCommand({ run: signIn, changes: [], quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(apiKey.trim() === '');
    if (apiKey.trim() !== '') enter.mutate(apiKey.trim());
  };
  const [ended] = useState(hasToken);
  const failure = new URLSearchParams(window.location.search).get('signInError');
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w="100%" maw={440}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <Title order={1} size="h2">
              {words.title}
            </Title>
            {ended && (
              <Alert role="status" variant="default">
                {words.ended}
              </Alert>
            )}
            <Text size="sm">{words.hint}</Text>
            {failure !== null && (
              <Alert role="alert" variant="default" color="red">
                {failure}
              </Alert>
            )}
            <PasswordInput
              label={words.key}
              description={words.keyHint}
              autoComplete="current-password"
              value={apiKey}
              error={missing ? words.keyMissing : undefined}
              onChange={(event) => setApiKey(event.currentTarget.value)}
              data-autofocus
            />
            {enter.isError && <ProblemNotice error={enter.error} />}
            <Button type="submit" loading={enter.isPending}>
              {words.submit}
            </Button>
            {methods.data?.oidc && (
              <>
                <Divider label={words.or} />
                <Button component="a" variant="default" href={startOfOidc()}>
                  {words.with(methods.data.oidc.name)}
                </Button>
              </>
            )}
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

/** The way back leads to the page that was asked for. */
function startOfOidc(): string {
  const { pathname, search } = window.location;
  return `/v1/session/oidc/start?${new URLSearchParams({ returnTo: pathname + search }).toString()}`;
}
