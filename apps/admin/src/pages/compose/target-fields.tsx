import { Button, Stack, Switch, Text } from '@mantine/core';
import { texts } from '../../texts';
import { contentOf, type ContentDraft, type Member } from './draft';
import { useEditor } from './editor-context';
import { FirstCommentField } from './first-comment-field';
import { FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';
import { MediaFields } from './media-fields';
import { OptionFields } from './option-fields';
import { TextField } from './part-fields';
import { ThreadFields } from './thread-fields';
import type { TargetView } from './use-targets';

const words = texts.compose.targets;

/** What one account says of its own, and its options. */
export function TargetFields({ view }: { view: TargetView }) {
  const { draft, change, targets, issues } = useEditor();
  const { target, index, platform, platformName, providerName, abilities } = view;
  const { accountId } = target;
  const path = `targets[${index}].content`;
  const content = contentOf(draft, target);
  const set = (part: Partial<ContentDraft>) => change({ type: 'content', at: accountId, change: part });
  const others = targets.filter((one) => one.platform === platform && one.target.accountId !== accountId);
  const inherited = issuesAt(issues, 'content', true).filter((issue) => issue.accountIds.includes(accountId));
  return (
    <Stack gap="sm">
      <FieldWarnings issues={issuesAt(issues, `targets[${index}].accountId`)} all />
      <FieldWarnings issues={inherited} all />
      {abilities === undefined && <Note>{words.noPlatform(providerName, platformName)}</Note>}
      {abilities?.thread === null && <Note>{words.noThread(providerName, platformName)}</Note>}
      {abilities?.firstComment === false && <Note>{words.noFirstComment(providerName, platformName)}</Note>}
      {abilities?.altText === false && <Note>{words.noAltText(providerName, platformName)}</Note>}
      <Own view={view} member="text">
        <TextField
          label={texts.compose.content.text}
          text={content.text}
          media={content.media}
          path={`${path}.text`}
          targets={[view]}
          onText={(text) => set({ text })}
          onMedia={(media) => set({ media })}
        />
      </Own>
      <Own view={view} member="media">
        <MediaFields media={content.media} path={`${path}.media`} onChange={(media) => set({ media })} />
      </Own>
      <Own view={view} member="thread">
        <ThreadFields
          thread={content.thread}
          path={`${path}.thread`}
          targets={[view]}
          onChange={(thread) => set({ thread })}
        />
      </Own>
      <Own view={view} member="firstComment">
        <FirstCommentField
          label={texts.compose.content.firstComment}
          path={`${path}.firstComment`}
          value={content.firstComment}
          onChange={(firstComment) => set({ firstComment })}
        />
      </Own>
      <OptionFields view={view} />
      {others.length > 0 && (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          onClick={() =>
            change({ type: 'share', from: accountId, to: others.map((one) => one.target.accountId) })
          }
        >
          {words.share(platformName)}
        </Button>
      )}
    </Stack>
  );
}

const Note = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);

/** A member of the group's content that this account replaces, or not. */
function Own({ view, member, children }: { view: TargetView; member: Member; children: React.ReactNode }) {
  const { change } = useEditor();
  const { accountId, own } = view.target;
  const replaced = member in own;
  return (
    <Stack gap="xs">
      <Switch
        label={words.own[member]}
        checked={replaced}
        onChange={(event) => change({ type: 'own', accountId, member, own: event.currentTarget.checked })}
      />
      {replaced && children}
    </Stack>
  );
}
