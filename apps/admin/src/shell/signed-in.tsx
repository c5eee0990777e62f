import { Center, Loader } from '@mantine/core';
import { LiveProvider } from '../api/live';
import { SessionProvider, useSessionQuery } from '../api/session';
import { ConfirmProvider } from '../components/confirm';
import { ProblemNotice } from '../components/problem-notice';
import { texts } from '../texts';
import { Frame } from './frame';
import { SignIn } from './sign-in';

/** The root of all pages: the sign-in, or the frame with the page asked for. */
export function SignedIn() {
  const { data: session, isPending, error, refetch } = useSessionQuery();
  if (isPending) {
    return (
      <Center mih="100dvh">
        <Loader aria-label={texts.common.loading} />
      </Center>
    );
  }
  if (session === undefined) {
    return (
      <Center component="main" mih="100dvh" p="md">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </Center>
    );
  }
  if (session === null) return <SignIn />;
  return (
    <SessionProvider session={session}>
      <LiveProvider>
        <ConfirmProvider>
          <Frame />
        </ConfirmProvider>
      </LiveProvider>
    </SessionProvider>
  );
}
