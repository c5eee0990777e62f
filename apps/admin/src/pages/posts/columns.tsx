import { Anchor, Stack, Text } from '@mantine/core';
import type { Post, PostGroup, PostStatus } from '@postern/client';
import { platformName } from '@postern/core';
import { Link } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import { Instant } from '../../components/instant';
import { useProviderNames } from '../../components/provider-names';
import { StatusBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { excerpt } from './excerpt';
import { NetworkLink } from './network-link';

const words = texts.posts.list;

export const POST_COLUMNS: ColumnDef<Post>[] = [
  { id: 'status', header: words.status, cell: ({ row }) => <StatusBadge status={row.original.status} /> },
  {
    id: 'text',
    header: words.text,
    cell: ({ row: { original } }) => (
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to="/posts/$postId" params={{ postId: original.id }} {...props} />}
      >
        {excerpt(original.content)}
      </Anchor>
    ),
  },
  { id: 'account', header: words.account, cell: ({ row }) => <AccountOf post={row.original} /> },
  {
    id: 'when',
    header: words.when,
    cell: ({ row: { original } }) => <When at={original.publishedAt ?? original.scheduledAt} />,
  },
  { id: 'error', header: words.error, cell: ({ row }) => <ErrorOf post={row.original} /> },
  { id: 'link', header: words.link, cell: ({ row }) => <NetworkLink post={row.original} /> },
  {
    id: 'group',
    header: words.group,
    cell: ({ row }) => <GroupLink groupId={row.original.groupId} label={words.inGroup} />,
  },
];

export const GROUP_COLUMNS: ColumnDef<PostGroup>[] = [
  { id: 'status', header: words.status, cell: ({ row }) => <StatusBadge status={row.original.status} /> },
  {
    id: 'text',
    header: words.text,
    cell: ({ row: { original } }) => <GroupLink groupId={original.id} label={excerpt(original.content)} />,
  },
  { id: 'account', header: words.account, cell: ({ row }) => <AccountsOf group={row.original} /> },
  {
    id: 'counts',
    header: words.counts,
    cell: ({ row }) => <Text size="sm">{countsInWords(row.original.counts)}</Text>,
  },
  { id: 'error', header: words.error, cell: ({ row }) => <ErrorsOf group={row.original} /> },
  { id: 'due', header: words.due, cell: ({ row }) => <When at={row.original.scheduledAt} /> },
  {
    id: 'created',
    header: words.created,
    cell: ({ row }) => (
      <Text component="div" size="sm">
        <Instant at={row.original.createdAt} relative />
      </Text>
    ),
  },
  {
    id: 'reference',
    header: words.reference,
    cell: ({ row }) => <Text size="sm">{row.original.clientReference ?? texts.common.none}</Text>,
  },
];

function GroupLink({ groupId, label }: { groupId: string; label: string }) {
  return (
    <Anchor size="sm" renderRoot={(props) => <Link to="/groups/$groupId" params={{ groupId }} {...props} />}>
      {label}
    </Anchor>
  );
}

export function countsInWords(counts: PostGroup['counts']): string {
  return Object.entries(counts)
    .map(([status, count]) => `${count} ${texts.statuses[status as PostStatus].toLowerCase()}`)
    .join(', ');
}

function When({ at }: { at: string | null }) {
  return (
    <Text component="div" size="sm">
      {at === null ? words.atOnce : <Instant at={at} />}
    </Text>
  );
}

function AccountOf({ post }: { post: Post }) {
  const nameOf = useProviderNames();
  return (
    <Stack gap={0}>
      <Text size="sm">{post.handle ?? post.accountId}</Text>
      <Text size="xs" c="dimmed">
        {`${platformName(post.platform)} · ${nameOf(post.provider)}`}
      </Text>
    </Stack>
  );
}

const SHOWN = 3;

function AccountsOf({ group: { posts } }: { group: PostGroup }) {
  const shown = posts
    .slice(0, SHOWN)
    .map(({ handle, accountId, platform }) => `${handle ?? accountId} · ${platformName(platform)}`);
  return (
    <Stack gap={0}>
      {shown.map((account, index) => (
        <Text size="sm" key={`${index} ${account}`}>
          {account}
        </Text>
      ))}
      {posts.length > SHOWN && (
        <Text size="xs" c="dimmed">
          {words.further(posts.length - SHOWN)}
        </Text>
      )}
    </Stack>
  );
}

function ErrorOf({ post: { error } }: { post: Post }) {
  if (error === null) return <Text size="sm">{texts.common.none}</Text>;
  return (
    <Stack gap={0} maw={320}>
      <Text size="sm">{texts.posts.errors[error.code]}</Text>
      <Text size="xs" c="dimmed">
        {error.message}
      </Text>
    </Stack>
  );
}

function ErrorsOf({ group }: { group: PostGroup }) {
  const codes = new Set(group.posts.flatMap(({ error }) => (error === null ? [] : [error.code])));
  if (codes.size === 0) return <Text size="sm">{texts.common.none}</Text>;
  return <Text size="sm">{[...codes].map((code) => texts.posts.errors[code]).join(', ')}</Text>;
}
