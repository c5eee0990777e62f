import type { SimContext, Simulator } from '../frame/simulator';

/** What a caller may turn on this simulator. */
export type PostatoOptions = Record<never, never>;

/** The frame's place for this upstream: no routes of its own yet. */
export function createPostato(_context: SimContext, _options: PostatoOptions = {}): Simulator {
  return {
    name: 'postato',
    prefix: '/generic/postato',
    routes: () => undefined,
    advance: () => false,
    seeds: () => ({}),
    renderFault: (rule) => ({ status: rule.status ?? 500, body: { error: rule.kind } }),
    registerWebhook: () => null,
    reset: () => undefined,
  };
}
