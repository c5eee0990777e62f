import { AuthenticationError, type Session } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { postern, rememberToken } from './client';
import { queryClient } from './queries';

export type Scope = Session['scopes'][number];

const SESSION = ['session'] as const;

/** The session of this browser; `null`: nobody is signed in. */
export function useSessionQuery() {
  return useQuery({ queryKey: SESSION, queryFn: readSession, staleTime: 60_000 });
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await postern.session.get();
    rememberToken(session.csrfToken);
    return session;
  } catch (error) {
    if (error instanceof AuthenticationError) return null;
    throw error;
  }
}

export async function signIn(apiKey: string): Promise<void> {
  const session = await postern.session.create({ apiKey });
  rememberToken(session.csrfToken);
  // The session before may have ended by itself, in another workspace: what it read, and its refusals, go now.
  forgetPages();
  queryClient.setQueryData(SESSION, session);
}

/**
 * Whatever was read for the old session goes with it.
 *
 * @param everywhere all sessions of the same key or person, in every browser
 */
export async function signOut(everywhere: boolean): Promise<void> {
  await postern.session.end({ everywhere: everywhere ? 'true' : 'false' });
  rememberToken(null);
  // First the session, which is being looked at: the pages go with it, and nobody reads anew what is removed.
  queryClient.setQueryData(SESSION, null);
  forgetPages();
}

function forgetPages(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  useEffect(() => {
    // Expired or revoked while the page was open: the next refusal leads back to the sign-in.
    return queryClient.getQueryCache().subscribe((event) => {
      // Only a refusal of now: one that is merely looked at or thrown away may be of a session before.
      if (event.type !== 'updated' || event.action.type !== 'error') return;
      if (event.action.error instanceof AuthenticationError) queryClient.setQueryData(SESSION, null);
    });
  }, []);
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Of whoever is signed in; only below the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('A page outside of the shell asks who is signed in.');
  return session;
}

/** Whether the session may do it. What it may not is not offered; the gateway refuses it in any case. */
export function useCan(): (scope: Scope) => boolean {
  const { scopes } = useSession();
  return (scope) => scopes.includes(scope);
}
