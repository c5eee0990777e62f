import { Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ContentPreview } from '../../components/content-preview/content-preview';
import { texts } from '../../texts';
import { contentOf, type MediaDraft } from './draft';
import { useEditor } from './editor-context';
import { Section } from './section';

const words = texts.compose.preview;

/** How it will look for one of the chosen accounts. */
export function PreviewSection() {
  const { draft, targets, shown } = useEditor();
  const [wanted, setWanted] = useState<string | null>(null);
  const view = targets.find(({ target }) => target.accountId === wanted) ?? targets[0];
  const content = useMemo(() => {
    if (view === undefined) return null;
    const { text, media, thread, firstComment } = contentOf(draft, view.target);
    const items = (list: readonly MediaDraft[]) => list.map(shown);
    return {
      text,
      media: items(media),
      thread: thread.map((part) => ({ text: part.text, media: items(part.media) })),
      firstComment,
    };
  }, [draft, view, shown]);
  return (
    <Section title={words.title}>
      {view === undefined || content === null ? (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      ) : (
        <>
          <Select
            label={words.account}
            data={targets.map(({ target, name, platformName }) => ({
              value: target.accountId,
              label: `${name}, ${platformName}`,
            }))}
            value={view.target.accountId}
            allowDeselect={false}
            onChange={setWanted}
          />
          <ContentPreview
            content={content}
            platform={view.platform}
            account={{
              displayName: view.account?.displayName,
              handle: view.account?.handle ?? null,
              avatarUrl: view.account?.avatarUrl,
            }}
            abilities={view.abilities}
          />
        </>
      )}
    </Section>
  );
}
