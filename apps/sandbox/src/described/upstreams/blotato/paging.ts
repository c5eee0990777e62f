import { refuse } from '../../refusal';

/** A page behind an opaque cursor; the last one has none. Throws 422 for a cursor that this did not make. */
export function pageOf<T>(
  items: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): { items: T[]; cursor?: string } {
  const from = cursor === undefined ? 0 : offsetOf(cursor);
  const page = items.slice(from, from + limit);
  const next = from + limit;
  return next < items.length ? { items: page, cursor: cursorOf(next) } : { items: page };
}

function cursorOf(offset: number): string {
  return Buffer.from(`after:${offset}`).toString('base64url');
}

function offsetOf(cursor: string): number {
  const [, offset] = /^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (offset === undefined) throw refuse(422, { message: 'cursor: Invalid' });
  return Number(offset);
}
