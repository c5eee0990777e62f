import type { SimContext, Simulator } from '../frame/simulator';

/** What a caller may turn on this simulator. */
export type LayersOptions = Record<never, never>;

/** The frame's place for this upstream. */
export function createLayers(_context: SimContext, _options: LayersOptions = {}): Simulator {
  return {
    name: 'layers',
    prefix: '/layers',
    routes: () => undefined,
    advance: () => false,
    seeds: () => ({}),
    renderFault: (rule) => ({ status: rule.status ?? 500, body: { error: rule.kind } }),
    registerWebhook: () => null,
    reset: () => undefined,
  };
}
