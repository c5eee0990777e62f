import { Button, Collapse, Group, Paper, SegmentedControl, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import { useRef } from 'react';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { FilterChips } from './filter-chips';
import { FilterForm } from './filter-form';
import { withGiven } from './filter-options';
import { GroupList, PostList } from './posts-list';
import { chipsOf, inView, type PostsSearch, viewOf, withFilter, without } from './search';

const words = texts.posts.list;

export function PostsPage() {
  const search = useSearch({ from: '/posts' });
  const hint = viewOf(search) === 'posts' ? words.postsHint : words.groupsHint;
  return (
    <Page title={texts.shell.pages.posts} hint={hint}>
      <ScopeGate scope="publish:read">
        <Lists search={search} />
      </ScopeGate>
    </Page>
  );
}

function Lists({ search }: { search: PostsSearch }) {
  const [opened, panel] = useDisclosure(false);
  const navigate = useNavigate();
  const go = (to: PostsSearch) => void navigate({ to: '/posts', search: to, resetScroll: false });
  const filters = useRef<HTMLButtonElement>(null);
  // What was pressed goes with the old address; the keyboard stays at the filters.
  const refilter = (to: PostsSearch) => {
    go(to);
    filters.current?.focus();
  };
  const view = viewOf(search);
  const address = JSON.stringify(search);
  const list = {
    search,
    onCursor: (cursor: string | undefined) => go({ ...search, cursor }),
    onClear: () => refilter(withFilter(search, {})),
  };
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SegmentedControl
          aria-label={words.views}
          value={view}
          onChange={(chosen) => go(inView(search, chosen))}
          data={[
            { value: 'groups', label: words.groups },
            { value: 'posts', label: words.posts },
          ]}
        />
        <Select
          aria-label={words.sort}
          w={220}
          allowDeselect={false}
          value={search.sort ?? 'createdAt'}
          data={withGiven(
            Object.entries(words.sorts).map(([value, label]) => ({ value, label })),
            search.sort,
          )}
          onChange={(sort) =>
            go({
              ...search,
              cursor: undefined,
              sort: sort === null || sort === 'createdAt' ? undefined : sort,
            })
          }
        />
        <Button
          ref={filters}
          variant="default"
          leftSection={<SlidersHorizontal size={16} aria-hidden />}
          aria-expanded={opened}
          onClick={panel.toggle}
        >
          {words.filtersOf(chipsOf(search).length)}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        <Paper withBorder p="sm" component="section" aria-label={words.filters}>
          <FilterForm
            key={address}
            search={search}
            onApply={(filter) => refilter(withFilter(search, filter))}
          />
        </Paper>
      </Collapse>
      <FilterChips search={search} onRemove={(chip) => refilter(without(search, chip))} />
      {view === 'posts' ? <PostList key={address} {...list} /> : <GroupList key={address} {...list} />}
    </Stack>
  );
}
