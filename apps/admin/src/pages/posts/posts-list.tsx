import { Button, Stack, Text } from '@mantine/core';
import type { Post, PostGroup } from '@postern/client';
import { platformName } from '@postern/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import { useState } from 'react';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { texts } from '../../texts';
import { BulkBar } from './bulk-bar';
import { bulkFilterOf } from './bulk-filter';
import { GROUP_COLUMNS, POST_COLUMNS } from './columns';
import { excerpt } from './excerpt';
import { ListTable } from './list-table';
import { OutcomeList } from './outcome-list';
import { useGroupsPage, usePostsPage } from './reading';
import { chipsOf, type PostsSearch, type View, viewOf } from './search';
import { useBulk } from './use-bulk';
import { useSelection } from './use-selection';

const words = texts.posts;
/** About as tall as a first page of rows. */
const SKELETON = 480;

interface ListProps {
  search: PostsSearch;
  onCursor: (cursor: string | undefined) => void;
  onClear: () => void;
}

type Bulk = ReturnType<typeof useBulk>;

interface RowListProps<Row> extends ListProps {
  query: UseQueryResult<{ items: Row[]; nextCursor: string | null }>;
  columns: ColumnDef<Row>[];
  nameOf: (row: Row) => string;
  onRetry: (bulk: Bulk, rows: Row[]) => void;
  onCancel: (bulk: Bulk, rows: Row[]) => void;
}

const NO_ROWS: never[] = [];

export function GroupList(props: ListProps) {
  return (
    <RowList<PostGroup>
      {...props}
      query={useGroupsPage(props.search)}
      columns={GROUP_COLUMNS}
      nameOf={(group) => excerpt(group.content)}
      onRetry={(bulk, groups) => void bulk.retryGroups(groups)}
      onCancel={(bulk, groups) => void bulk.cancelGroups(groups)}
    />
  );
}

export function PostList(props: ListProps) {
  return (
    <RowList<Post>
      {...props}
      query={usePostsPage(props.search)}
      columns={POST_COLUMNS}
      nameOf={({ content, ...post }) => `${excerpt(content, 40)}, ${accountOf(post)}`}
      onRetry={(bulk, posts) => void bulk.retryPosts(posts)}
      onCancel={(bulk, posts) => void bulk.cancelPosts(posts)}
    />
  );
}

/** One page of a list, with what was selected of it. Made anew (by its key) when the address changes. */
function RowList<Row extends Post | PostGroup>(props: RowListProps<Row>) {
  const { search, query, nameOf } = props;
  const view = viewOf(search);
  const mayWrite = useCan()('publish:write');
  const items = query.data?.items ?? NO_ROWS;
  const selection = useSelection<Row>(items);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const bulk = useBulk(selection.clear);
  const chosen = selection.rows.filter(({ id }) => selection.selected.has(id));
  const act = (run: (bulk: Bulk, rows: Row[]) => void) => {
    setNames(new Map(selection.rows.flatMap((row) => namesOf(row, nameOf(row)))));
    run(bulk, chosen);
  };
  return (
    <Stack gap="sm">
      {mayWrite && chosen.length === 0 && <RetryMatching search={search} bulk={bulk} />}
      {bulk.outcomes !== null && <OutcomeList outcomes={bulk.outcomes} names={names} onClose={bulk.close} />}
      {chosen.length > 0 && (
        <BulkBar
          view={view}
          count={chosen.length}
          news={selection.news}
          running={bulk.running}
          onRetry={() => act(props.onRetry)}
          onCancel={() => act(props.onCancel)}
          onClear={selection.clear}
        />
      )}
      <Loaded query={query} skeletonHeight={SKELETON}>
        {() =>
          selection.rows.length === 0 ? (
            <Nothing view={view} filtered={chipsOf(search).length > 0} onClear={props.onClear} />
          ) : (
            <ListTable
              caption={words.list.caption[view]}
              columns={props.columns}
              selection={selection}
              nameOf={nameOf}
              selectable={mayWrite}
            />
          )
        }
      </Loaded>
      <KeysetPager
        cursor={search.cursor}
        nextCursor={query.data?.nextCursor ?? null}
        onCursor={props.onCursor}
      />
    </Stack>
  );
}

const accountOf = ({ handle, accountId, platform }: Pick<Post, 'handle' | 'accountId' | 'platform'>) =>
  `${handle ?? accountId} · ${platformName(platform)}`;

/** A group's results are told by post. */
function namesOf(row: Post | PostGroup, name: string): (readonly [string, string])[] {
  const posts = 'posts' in row ? row.posts : [];
  return [[row.id, name], ...posts.map((post) => [post.id, `${name}, ${accountOf(post)}`] as const)];
}

function RetryMatching({ search, bulk }: { search: PostsSearch; bulk: Bulk }) {
  const asked = bulkFilterOf(search);
  if (asked === null) return null;
  if ('beyond' in asked) {
    const names = asked.beyond.map((name) => words.list.names[name]).join(', ');
    return (
      <Text size="sm" c="dimmed">
        {words.bulk.retryAllBeyond(names)}
      </Text>
    );
  }
  const { filter } = asked;
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        loading={bulk.running}
        onClick={() => void bulk.retryMatching(filter)}
      >
        {words.bulk.retryAll}
      </Button>
    </div>
  );
}

function Nothing({ view, filtered, onClear }: { view: View; filtered: boolean; onClear: () => void }) {
  const mayWrite = useCan()('publish:write');
  const { empty } = words.list;
  if (filtered) {
    return (
      <EmptyState
        title={empty.filtered}
        hint={empty.filteredHint}
        action={
          <Button variant="default" mt="xs" onClick={onClear}>
            {words.list.clear}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      title={empty[view]}
      hint={empty.hint}
      action={
        mayWrite && (
          <Button mt="xs" renderRoot={(props) => <Link to="/compose" {...props} />}>
            {empty.compose}
          </Button>
        )
      }
    />
  );
}
