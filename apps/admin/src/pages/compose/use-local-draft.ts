import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useSession } from '../../api/session';
import type { Draft } from './draft';
import type { Intention } from './intention';
import { type LocalDraft, localDraftKey, readLocalDraft, writeLocalDraft } from './local-draft';

const PAUSE_MS = 400;

export interface LocalDrafts {
  /** What an earlier page left, until somebody decided about it. */
  found: LocalDraft | null;
  settle: () => void;
  /** It is saved elsewhere, or given up. */
  forget: () => void;
}

/** Keeps what is unsaved in this browser, for this workspace, and finds what an earlier page kept. */
export function useLocalDraft(
  groupId: string | undefined,
  draft: Draft,
  dirty: boolean,
  intention: Intention | null,
): LocalDrafts {
  const { workspace } = useSession();
  const key = localDraftKey(workspace.id, groupId);
  const [found, setFound] = useState(() => readLocalDraft(window.localStorage, key));
  const keep = useDebouncedCallback(
    () => writeLocalDraft(window.localStorage, key, { savedAt: new Date().toISOString(), draft, intention }),
    { delay: PAUSE_MS, flushOnUnmount: true },
  );
  useEffect(() => {
    if (dirty) keep();
    else keep.cancel();
  }, [dirty, draft, intention, keep]);
  return {
    found,
    settle: () => setFound(null),
    forget: () => {
      keep.cancel();
      setFound(null);
      writeLocalDraft(window.localStorage, key, null);
    },
  };
}
