import type { PostGroup } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { postern } from '../../api/client';
import type { CalendarSearch } from './search';
import type { ShownDays } from './shown-days';

/** As many as a person can look through; a month of more wants a filter. */
const MOST = 1_000;

export interface FoundGroups {
  groups: PostGroup[];
  /** There are more. */
  cut: boolean;
}

/** The groups of some days: those that have a time, and those that went out at once. */
export function useGroups({ since, until }: ShownDays, search: CalendarSearch) {
  const { accountId, platform, status } = search;
  const [from, to] = [since.toISOString(), until.toISOString()];
  return useQuery({
    queryKey: ['groups', 'calendar', from, to, accountId, platform, status],
    queryFn: async ({ signal }): Promise<FoundGroups> => {
      const filters = { accountId, platform, status, limit: 100 };
      const [timed, created] = await Promise.all([
        postern.postGroups.list({ ...filters, since: from, until: to }, { signal }).toArray(MOST + 1),
        postern.postGroups
          .list({ ...filters, createdSince: from, createdUntil: to }, { signal })
          .toArray(MOST + 1),
      ]);
      const atOnce = created.filter(({ scheduledAt, status }) => scheduledAt === null && status !== 'draft');
      const groups = [...timed, ...atOnce];
      const cut = Math.max(timed.length, created.length, groups.length) > MOST;
      return { groups: groups.slice(0, MOST), cut };
    },
    placeholderData: keepPreviousData,
  });
}
