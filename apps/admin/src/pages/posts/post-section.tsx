import { Anchor, Button, Collapse, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Post } from '@postern/client';
import { platformName } from '@postern/core';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../components/instant';
import { useProviderNames } from '../../components/provider-names';
import { StatusBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { ErrorNotice } from './error-notice';
import { Facts } from './facts';
import { NetworkLink } from './network-link';
import { PostActions } from './post-actions';
import { Timeline } from './timeline';

const words = texts.postDetails;

/** A post among those of its group: where it stands, why, and what can be done; its timeline on request. */
export function PostSection({ post }: { post: Post }) {
  const [opened, timeline] = useDisclosure(false);
  const providerName = useProviderNames();
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      aria-label={`${platformName(post.platform)} ${post.handle ?? post.accountId}`}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Title order={3} size="h5">
              <Anchor
                inherit
                renderRoot={(props) => <Link to="/posts/$postId" params={{ postId: post.id }} {...props} />}
              >
                {`${platformName(post.platform)} · ${post.handle ?? post.accountId}`}
              </Anchor>
            </Title>
            <StatusBadge status={post.status} />
          </Group>
          <PostActions post={post} />
        </Group>
        {post.error !== null && <ErrorNotice error={post.error} />}
        <Facts facts={postFacts(post, providerName)} />
        <PostParts post={post} />
        <div>
          <Button size="xs" variant="default" aria-expanded={opened} onClick={timeline.toggle}>
            {opened ? words.hideTimeline : words.showTimeline}
          </Button>
        </div>
        <Collapse expanded={opened}>{opened && <Timeline postId={post.id} />}</Collapse>
      </Stack>
    </Paper>
  );
}

/** Those that say something. */
export function postFacts(post: Post, providerName: (id: string) => string) {
  const time = (name: string, at: string | null) => [name, at === null ? null : <Instant at={at} />] as const;
  return [
    [words.provider, providerName(post.provider)],
    [texts.posts.list.link, post.platformPostUrl === null ? null : <NetworkLink post={post} />],
    time(words.scheduledAt, post.scheduledAt),
    time(words.attemptedAt, post.attemptedAt),
    time(words.publishedAt, post.publishedAt),
    [
      words.canceledAt,
      post.canceledAt === null ? null : (
        <>
          <Instant at={post.canceledAt} /> {post.canceledBy !== null && words.canceledBy[post.canceledBy]}
        </>
      ),
    ],
    [words.cancelReason, post.cancelReason],
    [words.tries, post.attempts],
    [words.upstreamStatus, post.upstreamStatus],
    [words.providerReference, post.providerReference],
    [words.platformPostId, post.platformPostId],
  ] as const;
}

/** Of a thread, as the network shows its parts. */
export function PostParts({ post: { parts, platform } }: { post: Post }) {
  if (parts === null || parts.length < 2) return null;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {words.parts}
      </Text>
      <List type="ordered" size="sm">
        {parts.map(({ index, status, platformPostId, platformPostUrl }) => (
          <List.Item key={index}>
            <Group gap="xs">
              {status !== null && <StatusBadge status={status} />}
              <NetworkLink post={{ platform, platformPostId, platformPostUrl }} />
            </Group>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
