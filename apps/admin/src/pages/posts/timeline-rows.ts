import type { TimelineAttempt, TimelineEvent } from '@postern/client';

/** What stands side by side: one try at handing the post over, and what we noted from its beginning to the next. */
export interface TimelineRow {
  events: TimelineEvent[];
  /** `null`: what was before the first try. */
  attempt: TimelineAttempt | null;
}

/** @param items oldest first, as the API tells them */
export function timelineRows(items: readonly (TimelineEvent | TimelineAttempt)[]): TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (item.kind === 'attempt') rows.push({ events: [], attempt: item });
    else if (last === undefined) rows.push({ events: [item], attempt: null });
    else last.events.push(item);
  }
  return rows;
}

/** Indented where it is JSON, as it came where it is not (cut, or another language). */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
