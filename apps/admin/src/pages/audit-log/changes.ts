/** What differs between the two states of an audit entry, told by paths such as `content.text`. */
export interface Change {
  path: string;
  /** `undefined`: it was not there. */
  before: unknown;
  after: unknown;
}

type State = Readonly<Record<string, unknown>> | null | undefined;

/** A moment that every change moves says nothing. */
const ALWAYS = 'updatedAt';

export function changesBetween(before: State, after: State, prefix = ''): Change[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return keys.flatMap((key) => {
    const path = prefix + key;
    const [was, is] = [before?.[key], after?.[key]];
    if (path === ALWAYS || JSON.stringify(was) === JSON.stringify(is)) return [];
    if (isObject(was) && isObject(is)) return changesBetween(was, is, `${path}.`);
    return [{ path, before: was, after: is }];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
