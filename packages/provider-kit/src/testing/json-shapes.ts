/** Walks over replies of any shape, for tests that change them. */
export type Fields = Record<string, unknown>;

/** A copy with every object changed, the inner ones first. */
export function mapObjects(json: unknown, change: (object: Fields) => Fields): unknown {
  if (Array.isArray(json)) return json.map((item: unknown) => mapObjects(item, change));
  if (typeof json !== 'object' || json === null) return json;
  const inner = Object.entries(json).map(([key, value]) => [key, mapObjects(value, change)] as const);
  return change(Object.fromEntries(inner));
}

/** A copy with every array changed, the inner ones first. */
export function mapArrays(json: unknown, change: (items: unknown[]) => unknown[]): unknown {
  if (Array.isArray(json)) return change(json.map((item: unknown) => mapArrays(item, change)));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, mapArrays(value, change)]));
}

export function keysOf(json: unknown): Set<string> {
  const keys = new Set<string>();
  mapObjects(json, (object) => {
    for (const key of Object.keys(object)) keys.add(key);
    return object;
  });
  return keys;
}
