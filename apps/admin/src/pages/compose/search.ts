export interface ComposeSearch {
  /** The group that is edited. */
  group?: string;
  /** When a new one shall go out, ISO 8601; from the calendar. */
  scheduledAt?: string;
}

export function validateSearch(search: Record<string, unknown>): ComposeSearch {
  const { group, scheduledAt } = search;
  return {
    ...(typeof group === 'string' && /^pg_[0-9a-z]+$/.test(group) ? { group } : {}),
    ...(typeof scheduledAt === 'string' && !Number.isNaN(Date.parse(scheduledAt))
      ? { scheduledAt: new Date(scheduledAt).toISOString() }
      : {}),
  };
}
