/** What a reload would lose, in this browser. Media are named; their bytes are the gateway's. */
import { type Draft, isOnItsWay, type MediaDraft } from './draft';
import type { Intention } from './intention';

export interface LocalDraft {
  savedAt: string;
  draft: Draft;
  /** Of a request whose reply was never read. */
  intention: Intention | null;
}

/** Another shape of what is stored is another key. */
const VERSION = 1;

export const localDraftKey = (workspaceId: string, groupId: string | undefined): string =>
  `postern.compose.${VERSION}.${workspaceId}.${groupId ?? 'new'}`;

export function readLocalDraft(storage: Storage, key: string): LocalDraft | null {
  try {
    const stored = JSON.parse(storage.getItem(key) ?? 'null') as LocalDraft | null;
    return stored !== null && Array.isArray(stored.draft?.targets) ? stored : null;
  } catch {
    // Not ours, or of a browser that keeps nothing.
    return null;
  }
}

export function writeLocalDraft(storage: Storage, key: string, local: LocalDraft | null): void {
  try {
    if (local === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify({ ...local, draft: withoutUploads(local.draft) }));
  } catch {
    // Full or forbidden: a convenience less, and the page still warns before it is left.
  }
}

/** A file that has not arrived is gone with the page. */
function withoutUploads(draft: Draft): Draft {
  const arrived = (media: MediaDraft[]) => media.filter((item) => !isOnItsWay(item));
  const content = <T extends Partial<Draft['content']>>(one: T): T => ({
    ...one,
    ...(one.media && { media: arrived(one.media) }),
    ...(one.thread && { thread: one.thread.map((part) => ({ ...part, media: arrived(part.media) })) }),
  });
  return {
    ...draft,
    content: content(draft.content),
    targets: draft.targets.map((target) => ({ ...target, own: content(target.own) })),
  };
}
