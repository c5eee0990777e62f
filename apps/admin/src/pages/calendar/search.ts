import type { PostGroupStatus } from '@postern/client';
import { idIn, listIn, textIn } from '../../components/search-values';
import { statuses } from '../../texts/statuses';

export const VIEWS = ['month', 'week', 'day', 'list'] as const;
export type CalendarView = (typeof VIEWS)[number];

/** What is shown; everything that is absent does not narrow. */
export interface CalendarSearch {
  view?: CalendarView;
  /** A day of what is shown, YYYY-MM-DD; absent: today. */
  date?: string;
  accountId?: string;
  platform?: string;
  status?: PostGroupStatus[];
}

const GROUP_STATUSES: readonly string[] = Object.keys(statuses);
const isStatus = (value: string): value is PostGroupStatus => GROUP_STATUSES.includes(value);
const isView = (value: unknown): value is CalendarView => VIEWS.some((view) => view === value);

/** What an address says, without what makes no sense. */
export function calendarSearch(raw: Record<string, unknown>): CalendarSearch {
  const { date } = textIn(raw, 'date', 10);
  return {
    ...(isView(raw.view) ? { view: raw.view } : {}),
    ...(date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))
      ? { date }
      : {}),
    ...idIn(raw, 'accountId'),
    ...textIn(raw, 'platform', 100),
    ...listIn(raw, 'status', isStatus),
  };
}
