/** Which days a view shows, and what it is called. Weeks begin on Monday; days are those of the viewer's zone. */
import dayjs, { type Dayjs } from 'dayjs';
import type { CalendarView } from './search';

export interface ShownDays {
  /** The first moment, and the last. */
  since: Dayjs;
  until: Dayjs;
  title: string;
}

/** A month is shown in whole weeks, six of them. */
const MONTH_DAYS = 42;

const mondayOf = (day: Dayjs): Dayjs => day.subtract((day.day() + 6) % 7, 'day').startOf('day');

export function shownDays(view: CalendarView, date: string): ShownDays {
  const day = dayjs(date);
  switch (view) {
    case 'day':
      return { since: day.startOf('day'), until: day.endOf('day'), title: day.format('dddd, D MMMM YYYY') };
    case 'week': {
      const since = mondayOf(day);
      const until = since.add(6, 'day').endOf('day');
      return { since, until, title: `${since.format('D MMM')} – ${until.format('D MMM YYYY')}` };
    }
    case 'list':
      return { since: day.startOf('month'), until: day.endOf('month'), title: day.format('MMMM YYYY') };
    case 'month': {
      const since = mondayOf(day.startOf('month'));
      const until = since.add(MONTH_DAYS - 1, 'day').endOf('day');
      return { since, until, title: day.format('MMMM YYYY') };
    }
  }
}

/** A day of what comes before (-1) or after (1). */
export function turned(view: CalendarView, date: string, by: 1 | -1): string {
  const day = dayjs(date);
  const unit = view === 'list' ? 'month' : view;
  // From the 31st of a month there is always a next one.
  return (unit === 'month' ? day.startOf('month') : day).add(by, unit).format('YYYY-MM-DD');
}
