import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../../texts';
import type { ContentDraft, Member } from './draft';
import { useEditor } from './editor-context';
import { FirstCommentField } from './first-comment-field';
import { PartFields } from './part-fields';
import { Section } from './section';
import { ThreadFields } from './thread-fields';
import type { TargetView } from './use-targets';

const words = texts.compose.content;

/** What all accounts say that say nothing of their own. */
export function ContentSection() {
  const { draft, change, targets } = useEditor();
  const { content } = draft;
  const [commenting, setCommenting] = useState(false);
  const set = (part: Partial<ContentDraft>) => change({ type: 'content', at: null, change: part });
  const saying = (member: Member) => targets.filter(({ target }) => !(member in target.own));
  const hasComment = commenting || content.firstComment !== '';
  return (
    <Section title={words.title} hint={words.hint}>
      <PartFields
        label={words.text}
        path="content"
        text={content.text}
        media={content.media}
        targets={saying('text')}
        onText={(text) => set({ text })}
        onMedia={(media) => set({ media })}
      />
      <ThreadFields
        thread={content.thread}
        path="content.thread"
        targets={saying('thread')}
        onChange={(thread) => set({ thread })}
      />
      {content.thread.length > 0 && (
        <Cannot
          say={words.cannot.thread}
          targets={saying('thread')}
          can={({ abilities }) => abilities?.thread !== null}
        />
      )}
      {hasComment ? (
        <>
          <FirstCommentField
            label={words.firstComment}
            path="content.firstComment"
            value={content.firstComment}
            onChange={(firstComment) => set({ firstComment })}
          />
          <Cannot
            say={words.cannot.firstComment}
            targets={saying('firstComment')}
            can={({ abilities }) => abilities?.firstComment !== false}
          />
        </>
      ) : (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setCommenting(true)}
        >
          {words.addFirstComment}
        </Button>
      )}
      {content.media.length > 0 && (
        <Cannot
          say={words.cannot.altText}
          targets={saying('media')}
          can={({ abilities }) => abilities?.altText !== false}
        />
      )}
    </Section>
  );
}

interface CannotProps {
  say: (names: string) => string;
  targets: readonly TargetView[];
  can: (target: TargetView) => boolean;
}

/** Which of the chosen accounts cannot have it. */
function Cannot({ say, targets, can }: CannotProps) {
  const names = targets
    .filter((target) => !can(target))
    .map(({ name, platformName }) => `${name} (${platformName})`);
  if (names.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {say(names.join(', '))}
    </Text>
  );
}
