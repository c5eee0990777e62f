import { createContext, type Dispatch, useContext } from 'react';
import type { PreviewItem } from '../../components/content-preview/preview-media';
import type { Draft, DraftChange, MediaDraft } from './draft';
import type { PlacedIssue } from './issue-places';
import type { TargetView } from './use-targets';
import type { Uploads } from './use-uploads';

/** What every part of the editor works on. */
export interface Editor {
  draft: Draft;
  change: Dispatch<DraftChange>;
  targets: readonly TargetView[];
  issues: readonly PlacedIssue[];
  uploads: Uploads;
  /** What is known of a medium, to count and to show it. */
  shown: (item: MediaDraft) => PreviewItem;
  /** The group was made already. */
  isEdit: boolean;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error('A field outside of the editor.');
  return editor;
}
