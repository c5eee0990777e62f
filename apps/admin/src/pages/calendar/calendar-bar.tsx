import { ActionIcon, Button, Group, MultiSelect, SegmentedControl, Select, Title } from '@mantine/core';
import { platformName } from '@postern/core';
import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { STATUS_TONES } from '../../components/status-badge';
import { texts } from '../../texts';
import { type CalendarSearch, calendarSearch, type CalendarView, VIEWS } from './search';
import { turned } from './shown-days';

interface BarProps {
  view: CalendarView;
  date: string;
  title: string;
  search: CalendarSearch;
  onSearch: (search: CalendarSearch) => void;
}

const words = texts.calendar;

/** Which days, in which form. */
export function CalendarBar({ view, date, title, search, onSearch }: BarProps) {
  const go = (to: string) => onSearch({ ...search, date: to });
  return (
    <Group justify="space-between">
      <Group gap="xs">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.previous[view]}
          onClick={() => go(turned(view, date, -1))}
        >
          <ChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Button variant="default" size="sm" onClick={() => go(dayjs().format('YYYY-MM-DD'))}>
          {words.today}
        </Button>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.next[view]}
          onClick={() => go(turned(view, date, 1))}
        >
          <ChevronRight size={18} aria-hidden />
        </ActionIcon>
        <Title order={2} size="h3" aria-live="polite">
          {title}
        </Title>
      </Group>
      <SegmentedControl
        aria-label={words.view}
        value={view}
        onChange={(value) => onSearch({ ...search, view: value })}
        data={VIEWS.map((one) => ({ value: one, label: words.views[one] }))}
      />
    </Group>
  );
}

/** Whose, where, and how they stand. */
export function CalendarFilters({ search, onSearch }: Pick<BarProps, 'search' | 'onSearch'>) {
  const readable = useCan()('accounts:read');
  const accounts = useQuery({
    queryKey: ['accounts', 'all'],
    queryFn: ({ signal }) => postern.accounts.list({ limit: 100 }, { signal }).toArray(1_000),
    enabled: readable,
  });
  const found = accounts.data ?? [];
  const change = (changed: Partial<Record<keyof CalendarSearch, unknown>>) =>
    onSearch(calendarSearch({ ...search, ...changed }));
  const { view, date, ...filters } = search;
  return (
    <Group component="search" align="flex-end" gap="sm" aria-label={words.search}>
      {readable && (
        <>
          <Select
            label={words.filters.account}
            placeholder={words.filters.any}
            data={found.map(({ id, platform, handle, displayName }) => ({
              value: id,
              label: `${platformName(platform)} ${handle ?? displayName ?? id}`,
            }))}
            value={search.accountId ?? null}
            onChange={(accountId) => change({ accountId })}
            searchable
            clearable
          />
          <Select
            label={words.filters.platform}
            placeholder={words.filters.any}
            data={[...new Set(found.map(({ platform }) => platform))]
              .sort()
              .map((platform) => ({ value: platform, label: platformName(platform) }))}
            value={search.platform ?? null}
            onChange={(platform) => change({ platform })}
            clearable
          />
        </>
      )}
      <MultiSelect
        label={words.filters.status}
        placeholder={search.status ? undefined : words.filters.any}
        data={Object.keys(STATUS_TONES).map((status) => ({
          value: status,
          label: texts.statuses[status as keyof typeof STATUS_TONES],
        }))}
        value={search.status ?? []}
        onChange={(status) => change({ status })}
        clearable
        maw={360}
      />
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" onClick={() => onSearch({ ...(view && { view }), ...(date && { date }) })}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}
