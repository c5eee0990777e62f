import { Anchor, Group, List, Stack, Text } from '@mantine/core';
import type { OpenPost, StatsOverview } from '@postern/client';
import { platformName } from '@postern/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Instant } from '../../components/instant';
import { useProviderNames } from '../../components/provider-names';
import { StatusBadge } from '../../components/status-badge';
import { duration } from '../../components/time';
import { useNow } from '../../components/use-now';
import { texts } from '../../texts';
import { PostsLink } from './posts-link';
import { Nothing, Section } from './section';

const words = texts.today;

export function DueNext({ overview: { dueNext, open } }: { overview: StatsOverview }) {
  return (
    <Section
      id="due-next"
      title={words.dueNext.title}
      link={<PostsLink filter={{ status: ['scheduled'] }}>{words.dueNext.all}</PostsLink>}
    >
      {dueNext.length === 0 ? (
        <Nothing>{words.dueNext.empty}</Nothing>
      ) : (
        <Posts posts={dueNext} label={words.dueNext.title}>
          {({ dueAt }) => (
            <Text size="sm">
              <Instant at={dueAt} relative />
            </Text>
          )}
        </Posts>
      )}
      {open.draft > 0 && (
        <PostsLink filter={{ status: ['draft'] }}>{words.dueNext.drafts(open.draft)}</PostsLink>
      )}
    </Section>
  );
}

export function Late({ overview: { late } }: { overview: StatsOverview }) {
  const now = useNow();
  const more = late.count - late.posts.length;
  return (
    <Section id="late" title={words.late.title} count={late.count} hint={words.late.hint(late.afterSeconds)}>
      {late.count === 0 ? (
        <Nothing>{words.late.empty}</Nothing>
      ) : (
        <Posts posts={late.posts} label={words.late.title}>
          {({ dueAt, startedAt, status }) => (
            <>
              <StatusBadge status={status} />
              <Text size="sm">
                <b>{words.late.by(since(dueAt, now))}</b>
                {`, ${startedAt === null ? words.late.notStarted : words.late.started}`}
              </Text>
            </>
          )}
        </Posts>
      )}
      {more > 0 && <Text size="sm">{words.late.more(more)}</Text>}
    </Section>
  );
}

export function Unknown({ overview: { unknown } }: { overview: StatsOverview }) {
  const now = useNow();
  const [oldest] = unknown.posts;
  return (
    <Section
      id="unknown"
      title={words.unknown.title}
      count={unknown.count}
      hint={words.unknown.hint}
      link={unknown.count > 0 && <PostsLink filter={{ status: ['unknown'] }}>{words.unknown.all}</PostsLink>}
    >
      {oldest === undefined ? (
        <Nothing>{words.unknown.empty}</Nothing>
      ) : (
        <>
          {unknown.count > 1 && (
            <Text size="sm">{words.unknown.oldest(since(oldest.unknownSince, now))}</Text>
          )}
          <Posts posts={unknown.posts} label={words.unknown.title}>
            {({ unknownSince }) => <Text size="sm">{words.unknown.since(since(unknownSince, now))}</Text>}
          </Posts>
        </>
      )}
    </Section>
  );
}

const since = (at: string, now: number) => duration(Math.max(0, now - Date.parse(at)));

interface PostsProps<P> {
  posts: readonly P[];
  label: string;
  /** What this list says of a post beside where it goes. */
  children: (post: P) => ReactNode;
}

function Posts<P extends OpenPost>({ posts, label, children }: PostsProps<P>) {
  const nameOf = useProviderNames();
  return (
    <List listStyleType="none" aria-label={label} spacing="xs" styles={WIDE}>
      {posts.map((post) => (
        <List.Item key={post.id}>
          <Group justify="space-between" gap="xs" wrap="wrap">
            <Stack gap={0} style={{ minWidth: 0, flex: '1 1 14rem' }}>
              <Anchor
                size="sm"
                truncate
                renderRoot={(props) => (
                  <Link to="/groups/$groupId" params={{ groupId: post.groupId }} {...props} />
                )}
              >
                {post.text === '' ? words.noText : post.text}
              </Anchor>
              <Text size="xs" c="dimmed" truncate>
                {[post.handle ?? post.accountId, platformName(post.platform), nameOf(post.provider)].join(
                  ' · ',
                )}
              </Text>
            </Stack>
            <Group gap="xs">{children(post)}</Group>
          </Group>
        </List.Item>
      ))}
    </List>
  );
}

const WIDE = {
  itemWrapper: { width: '100%', display: 'block' },
  itemLabel: { width: '100%', display: 'block' },
};
