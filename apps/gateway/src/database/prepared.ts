const names = new Map<string, string>();
const shapes = new Map<string, string>();

/**
 * Marks a constant statement that is asked often: each session has Postgres plan it once. Planning is a third to a
 * half of what the large statements of the hot paths cost.
 *
 * @param name short, and of this statement alone; shown by `pg_prepared_statements`
 * @returns the statement as it was given
 */
export function prepared(name: string, sql: string): string {
  if ([...names.values()].includes(name)) throw new Error(`Two statements are named ${name}.`);
  names.set(sql, name);
  return sql;
}

/** As `prepared`, for a statement that is put together anew each time: one name has one text. */
export function preparedShape(name: string, sql: string): string {
  const known = shapes.get(name);
  if (known !== undefined) return known;
  shapes.set(name, sql);
  return prepared(name, sql);
}

/** The name of a statement that was marked. */
export function preparedName(sql: string): string | undefined {
  return names.get(sql);
}
