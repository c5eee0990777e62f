import type { RenderedError } from '../frame/simulator';

/** An answer other than success, already in the upstream's own words. */
export class Refusal extends Error {
  constructor(readonly rendered: RenderedError) {
    super(`Refused with ${rendered.status}`);
  }
}

export function refuse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal({ status, body, headers });
}
