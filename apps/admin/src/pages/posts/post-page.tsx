import { Anchor, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { Post } from '@postern/client';
import { platformName } from '@postern/core';
import { Link, useParams } from '@tanstack/react-router';
import { Instant } from '../../components/instant';
import { Page } from '../../components/page';
import { useProviderNames } from '../../components/provider-names';
import { ScopeGate } from '../../components/scope-gate';
import { StatusBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { ErrorNotice } from './error-notice';
import { Facts } from './facts';
import { PostActions } from './post-actions';
import { postFacts, PostParts } from './post-section';
import { ReadOne } from './read-one';
import { usePost } from './reading';
import { PostPreview } from './post-preview';
import { TimelineSection } from './timeline';

const words = texts.postDetails;

export function PostPage() {
  const { postId } = useParams({ from: '/posts/$postId' });
  return (
    <ScopeGate scope="publish:read">
      <OnePost key={postId} postId={postId} />
    </ScopeGate>
  );
}

function OnePost({ postId }: { postId: string }) {
  return (
    <ReadOne query={usePost(postId)} title={words.post} goneTitle={words.postGone}>
      {(post) => <PostView post={post} />}
    </ReadOne>
  );
}

function PostView({ post }: { post: Post }) {
  const providerName = useProviderNames();
  const options = Object.keys(post.options).length === 0 ? null : JSON.stringify(post.options, null, 2);
  return (
    <Page
      title={`${platformName(post.platform)} · ${post.handle ?? post.accountId}`}
      hint={
        <Group gap="xs">
          <StatusBadge status={post.status} />
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link to="/groups/$groupId" params={{ groupId: post.groupId }} {...props} />
            )}
          >
            {words.toGroup}
          </Anchor>
        </Group>
      }
      actions={<PostActions post={post} />}
    >
      <Stack gap="lg">
        {post.error !== null && <ErrorNotice error={post.error} />}
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.facts}
          </Title>
          <Stack gap="sm">
            <Facts
              facts={[
                ...postFacts(post, providerName),
                [words.createdAt, <Instant key="created" at={post.createdAt} />],
                [words.updatedAt, <Instant key="updated" at={post.updatedAt} />],
                [words.id, post.id],
              ]}
            />
            {options !== null && (
              <div>
                <Text size="xs" c="dimmed">
                  {words.options}
                </Text>
                <Code block tabIndex={0}>
                  {options}
                </Code>
              </div>
            )}
            <PostParts post={post} />
          </Stack>
        </section>
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.contentOfPost}
          </Title>
          <PostPreview post={post} />
        </section>
        <TimelineSection postId={post.id} />
      </Stack>
    </Page>
  );
}
