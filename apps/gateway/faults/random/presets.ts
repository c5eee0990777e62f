/** Attaches presets as a workspace does that wants one to be otherwise: by a manifest that extends it. */
import type { House } from '../house/house';
import { manifestId, routeOf, type RouteName } from '../house/routes';

/** Some upstreams take a few calls an hour; within a run nothing would go out. The sandbox plays them without limits. */
const BUDGETS = { read: { limit: 200, perSeconds: 10 }, write: { limit: 100, perSeconds: 10 } };

export async function attachPresets(house: House, routes: readonly RouteName[]): Promise<void> {
  for (const name of routes) {
    const { via } = routeOf(name);
    if (!('preset' in via)) continue;
    const id = manifestId(via.preset);
    const manifest = {
      ...{ extends: via.preset, id, name: `${via.preset} of the fault suite` },
      rateBudgets: BUDGETS,
      pollCadence: { queued: 2, publishing: 2 },
      // The clocks of the upstreams may be off by twenty seconds, which is then their affair.
      scheduling: { minAheadSeconds: 5 },
    };
    await house.client.post('/v1/manifests', { manifest }, `manifest-${id}`);
  }
}
