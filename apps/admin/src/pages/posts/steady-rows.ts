/** What a list shows while rows of it are selected: those that were there, as they are now. */
export interface SteadyRows<Row> {
  rows: Row[];
  /** Ids of shown rows that the list does not have any more. */
  left: ReadonlySet<string>;
  /** How many rows the list has that are not shown. */
  news: number;
}

/** @param held as the selection began; `null`: nothing is selected, the list is shown as it is */
export function steadyRows<Row extends { id: string }>(
  held: readonly Row[] | null,
  now: readonly Row[],
): SteadyRows<Row> {
  if (held === null) return { rows: [...now], left: new Set(), news: 0 };
  const byId = new Map(now.map((row) => [row.id, row]));
  const shown = new Set(held.map(({ id }) => id));
  return {
    rows: held.map((row) => byId.get(row.id) ?? row),
    left: new Set(held.filter(({ id }) => !byId.has(id)).map(({ id }) => id)),
    news: now.filter(({ id }) => !shown.has(id)).length,
  };
}
