import { AuthenticationError, type PosternEvent } from '@postern/client';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { postern } from './client';
import { refresh, type Subject } from './queries';
import { useCan } from './session';

/** `off`: the session may not read events, or the page is hidden. */
export type LiveState = 'connecting' | 'live' | 'broken' | 'off';
type Listener = (event: PosternEvent) => void;

interface Live {
  state: LiveState;
  listeners: Set<Listener>;
}

const LiveContext = createContext<Live>({ state: 'off', listeners: new Set() });

/** A burst of events is one reading. */
const GATHER_MS = 400;

/**
 * One stream of events for the whole app. What an event concerns is read anew; what a page needs of the events
 * themselves it asks for by `useEvents`. A hidden page listens to nothing, since a browser opens few connections to
 * one place; shown again it reads all anew.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const readable = useCan()('publish:read');
  const visible = usePageVisible();
  const [heard, setHeard] = useState<LiveState>('connecting');
  const [listeners] = useState(() => new Set<Listener>());
  const listening = readable && visible;
  useEffect(() => {
    if (!listening) return;
    const ending = new AbortController();
    void follow(ending.signal, setHeard, listeners);
    return () => ending.abort(new Error('The page stopped listening.'));
  }, [listening, listeners]);
  const state = listening ? heard : 'off';
  return <LiveContext.Provider value={{ state, listeners }}>{children}</LiveContext.Provider>;
}

async function follow(
  signal: AbortSignal,
  tell: (state: LiveState) => void,
  listeners: ReadonlySet<Listener>,
): Promise<void> {
  const gathered = gather(signal);
  try {
    const stream = postern.events.stream(
      {},
      {
        signal,
        onOpen: () => {
          tell('live');
          // What happened while nobody listened.
          gathered(['groups', 'posts', 'stats', 'connections', 'webhooks']);
        },
        onBreak: () => tell('broken'),
      },
    );
    for await (const event of stream) {
      gathered(subjectsOf(event.type));
      for (const listener of listeners) listener(event);
    }
  } catch (error) {
    if (signal.aborted) return;
    tell('broken');
    // Expired or revoked: reading the session anew leads to the sign-in, also from a page that reads nothing itself.
    if (error instanceof AuthenticationError) void refresh('session');
  }
}

function gather(signal: AbortSignal): (subjects: readonly Subject[]) => void {
  const waiting = new Set<Subject>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (subjects) => {
    for (const subject of subjects) waiting.add(subject);
    timer ??= setTimeout(() => {
      timer = null;
      const now = [...waiting];
      waiting.clear();
      if (!signal.aborted) void refresh(...now);
    }, GATHER_MS);
  };
}

function subjectsOf(type: string): readonly Subject[] {
  if (type.startsWith('post')) return ['groups', 'posts', 'stats'];
  if (type.startsWith('connection')) return ['connections', 'accounts', 'stats'];
  if (type.startsWith('webhook_endpoint')) return ['webhooks', 'stats'];
  return [];
}

function usePageVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const update = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, []);
  return visible;
}

export function useLiveState(): LiveState {
  return useContext(LiveContext).state;
}

/** Told of every event while the page is shown. */
export function useEvents(listener: Listener): void {
  const { listeners } = useContext(LiveContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const own: Listener = (event) => latest.current(event);
    listeners.add(own);
    return () => void listeners.delete(own);
  }, [listeners]);
}
