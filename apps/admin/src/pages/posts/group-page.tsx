import { Code, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { PostGroup } from '@postern/client';
import { useParams } from '@tanstack/react-router';
import { Instant } from '../../components/instant';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { StatusBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { countsInWords } from './columns';
import { excerpt } from './excerpt';
import { Facts } from './facts';
import { GroupActions } from './group-actions';
import { OutcomeList } from './outcome-list';
import { PostPreview } from './post-preview';
import { PostSection } from './post-section';
import { ReadOne } from './read-one';
import { useGroup } from './reading';
import { useGroupActions } from './use-post-commands';

const words = texts.postDetails;
const TITLE_LENGTH = 60;

export function GroupPage() {
  const { groupId } = useParams({ from: '/groups/$groupId' });
  return (
    <ScopeGate scope="publish:read">
      <Group key={groupId} groupId={groupId} />
    </ScopeGate>
  );
}

function Group({ groupId }: { groupId: string }) {
  return (
    <ReadOne query={useGroup(groupId)} title={words.group} goneTitle={words.groupGone}>
      {(group) => <GroupView group={group} />}
    </ReadOne>
  );
}

function GroupView({ group }: { group: PostGroup }) {
  const actions = useGroupActions(group);
  const names = new Map(
    group.posts.map(({ id, platform, handle, accountId }) => [id, `${platform} · ${handle ?? accountId}`]),
  );
  return (
    <Page
      title={excerpt(group.content, TITLE_LENGTH)}
      hint={<StatusBadge status={group.status} />}
      actions={<GroupActions group={group} actions={actions} />}
    >
      <Stack gap="lg">
        {actions.outcomes !== null && (
          <OutcomeList outcomes={actions.outcomes} names={names} onClose={actions.close} />
        )}
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.facts}
          </Title>
          <GroupFacts group={group} />
        </section>
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.posts}
          </Title>
          <Stack gap="sm">
            {group.posts.map((post) => (
              <PostSection key={post.id} post={post} />
            ))}
          </Stack>
        </section>
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.content}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {group.posts.map((post) => (
              <PostPreview key={post.id} post={post} />
            ))}
          </SimpleGrid>
        </section>
      </Stack>
    </Page>
  );
}

function GroupFacts({ group }: { group: PostGroup }) {
  const metadata = Object.keys(group.metadata).length === 0 ? null : JSON.stringify(group.metadata, null, 2);
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [words.counts, countsInWords(group.counts)],
          [
            words.scheduledAt,
            group.scheduledAt === null ? texts.posts.list.atOnce : <Instant at={group.scheduledAt} />,
          ],
          [words.clientReference, group.clientReference],
          [words.version, group.version],
          [words.createdAt, <Instant key="created" at={group.createdAt} />],
          [words.updatedAt, <Instant key="updated" at={group.updatedAt} />],
          [words.id, group.id],
        ]}
      />
      {metadata !== null && (
        <div>
          <Text size="xs" c="dimmed">
            {words.metadata}
          </Text>
          <Code block tabIndex={0}>
            {metadata}
          </Code>
        </div>
      )}
    </Stack>
  );
}
