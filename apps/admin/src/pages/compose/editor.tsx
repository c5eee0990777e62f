import { Grid, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PostGroup } from '@postern/client';
import { useQueries } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import { useConfirm } from '../../components/confirm';
import { mediaQuery } from '../../components/content-preview/media-query';
import type { PreviewItem } from '../../components/content-preview/preview-media';
import { useNow } from '../../components/use-now';
import { texts } from '../../texts';
import { AccountsSection } from './accounts-section';
import { AdvancedSection } from './advanced-section';
import { ContentSection } from './content-section';
import { changedDraft, type Draft, type MediaDraft, mediaOf } from './draft';
import { createBody } from './draft-body';
import { EditorContext } from './editor-context';
import { fieldProblems } from './field-problems';
import { draftOf, isEditable } from './group-draft';
import type { Intention } from './intention';
import { placedIssues } from './issue-places';
import { ConflictNotice, LocalNotice, SentNotice } from './notices';
import { PreviewSection } from './preview-section';
import { SendSection } from './send-section';
import { TargetsSection } from './targets-section';
import { useLocalDraft } from './use-local-draft';
import { type Baseline, type Order, useSending } from './use-sending';
import { useTargets } from './use-targets';
import { type Uploads, useUploads } from './use-uploads';
import { useValidation } from './use-validation';
import { WhenSection } from './when-section';
import classes from './editor.module.css';

interface ComposeEditorProps {
  initial: Draft;
  /** The group that is edited, as last read; null for a new one. */
  current: PostGroup | null;
  /** A new draft has become a group. */
  onCreated: (group: PostGroup) => Promise<void>;
}

export function ComposeEditor({ initial, current, onCreated }: ComposeEditorProps) {
  const [draft, change] = useReducer(changedDraft, initial);
  const [baseline, setBaseline] = useState<Baseline>({ group: current, draft: initial });
  const [intention, setIntention] = useState<Intention | null>(null);
  const navigate = useNavigate();
  const leaving = useRef(false);
  const uploads = useUploads(
    useCallback((key: string, mediaId: string) => change({ type: 'stored', key, mediaId }), []),
  );
  const dirty = wordsOf(draft) !== wordsOf(baseline.draft);
  const local = useLocalDraft(baseline.group?.id, draft, dirty, intention);
  useLeaveWarning(dirty, leaving);

  const now = useNow();
  const problems = fieldProblems(draft, baseline.draft, now);
  const checked = useValidation(draft, problems.length === 0);
  const sending = useSending({
    draft,
    baseline,
    dirty,
    intention,
    onIntention: setIntention,
    onSaved: (group, sent) => {
      local.forget();
      setBaseline({ group, draft: sent });
    },
    onDone: (group, order) => finished(group, order),
  });
  const refused = sending.refused;
  const issues = useMemo(
    () => [...problems, ...placedIssues(checked.issues, refused, draft)],
    [problems, checked.issues, refused, draft],
  );
  const targets = useTargets(draft.targets);
  const shown = useShownMedia(draft, uploads);
  const isEdit = baseline.group !== null;

  function finished(group: PostGroup, order: Order): void {
    const goesOut = order === 'send' || group.status !== 'draft';
    if (order === 'save') {
      const { changesSaved, draftSaved } = texts.compose.send;
      notifications.show({ message: goesOut ? changesSaved : draftSaved, color: 'green' });
    }
    leaving.current = true;
    const gone = goesOut
      ? navigate({ to: '/groups/$groupId', params: { groupId: group.id } })
      : onCreated(group);
    void gone.finally(() => (leaving.current = false));
  }

  const other = changedMeanwhile(baseline.group, sending.conflict, current);
  const take = (group: PostGroup, theirs: boolean) => {
    setBaseline({ group, draft: draftOf(group) });
    if (theirs) change({ type: 'restore', draft: draftOf(group) });
    sending.reset();
  };
  return (
    <EditorContext value={{ draft, change, targets, issues, uploads, shown, isEdit }}>
      <Stack gap="md">
        {local.found !== null && (
          <LocalNotice
            found={local.found}
            onRestore={() => {
              if (local.found === null) return;
              change({ type: 'restore', draft: local.found.draft });
              setIntention(local.found.intention);
              local.settle();
            }}
            onDiscard={local.forget}
          />
        )}
        {other !== null && baseline.group !== null && (
          <ConflictNotice
            before={baseline.group}
            now={other}
            onReload={() => take(other, true)}
            onKeep={() => take(other, false)}
          />
        )}
        {other === null && baseline.group !== null && !isEditable(baseline.group) && (
          <SentNotice groupId={baseline.group.id} />
        )}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
            <Stack gap="md">
              <AccountsSection />
              <ContentSection />
              <TargetsSection />
              <WhenSection />
              <AdvancedSection />
              <SendSection
                baseline={baseline}
                dirty={dirty}
                checked={checked}
                sending={sending}
                toldElsewhere={other !== null || refused.length > 0}
              />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
            <div className={classes.preview}>
              <PreviewSection />
            </div>
          </Grid.Col>
        </Grid>
      </Stack>
    </EditorContext>
  );
}

/** Two drafts that would be sent alike are the same, whatever their keys. */
const wordsOf = (draft: Draft): string =>
  JSON.stringify([createBody({ ...draft, metadata: '' }, false), draft.metadata, draft.maxLatenessMinutes]);

/** The group as somebody else left it, where that is newer than what is edited. */
function changedMeanwhile(
  own: PostGroup | null,
  refusal: PostGroup | null,
  read: PostGroup | null,
): PostGroup | null {
  const newest = [refusal, read]
    .filter((group) => group !== null)
    .sort((a, b) => b.version - a.version)
    .find((group) => group.id === own?.id);
  return newest !== undefined && own !== null && newest.version > own.version ? newest : null;
}

function useLeaveWarning(dirty: boolean, leaving: React.RefObject<boolean>): void {
  const ask = useConfirm();
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: () => dirty && !leaving.current,
    shouldBlockFn: async () => {
      if (leaving.current) return false;
      const { confirmed } = await ask(texts.compose.leave);
      return !confirmed;
    },
  });
}

/** Media with their type, and those that are on their way by the file itself. */
function useShownMedia(draft: Draft, uploads: Uploads): (item: MediaDraft) => PreviewItem {
  const ids = useMemo(
    () => [...new Set(mediaOf(draft).flatMap(({ mediaId }) => (mediaId === null ? [] : [mediaId])))],
    [draft],
  );
  const types = useQueries({
    queries: ids.map((id) => mediaQuery(id)),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => (data ? [[data.id, data.contentType] as const] : []))),
  });
  return useCallback(
    ({ key, mediaId, url, altText }) => {
      const upload = uploads.byKey[key];
      return {
        mediaId,
        url,
        altText,
        contentType: types.get(mediaId ?? '') ?? upload?.file.type ?? null,
        localUrl: upload?.localUrl ?? null,
      };
    },
    [types, uploads.byKey],
  );
}
