/** Presets through the whole gateway, each against the upstream that the sandbox plays from its own description. */
import type { Provider } from '@postern/core';
import { createGenericProvider, loadPreset, type PresetName } from '@postern/provider-generic';
import type { DescribedChoice } from '@postern/sandbox';
import type { Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

/** What a spec must know of a preset beside the preset itself. */
export interface PresetScene {
  preset: PresetName;
  /** How the sandbox plays it: its name, with variants where the documentation contradicts itself. */
  described: DescribedChoice;
  /** The sandbox's operations whose replies get lost, the one that publishes last (`zernio.create`). */
  steps: readonly [string, ...string[]];
  /** Two of Postern's platforms that take a text alone; by default x and linkedin. */
  platforms?: readonly [string, string];
  /** The upstream's word for the second platform, in lower case; by default Postern's. */
  secondWord?: string;
  /** What a post shows whose network refused its account's token. */
  failure: Record<string, unknown>;
  /** How a post ends whose create was taken and not answered: found, or left to a person. */
  lost: 'published' | 'unknown';
  /** Beside key and address, what the connection needs; by default what the seeds call the same. */
  credentials?: (seeds: Seeds) => Record<string, unknown>;
}

export interface Seeds {
  baseUrl: string;
  apiKey: string;
  accounts: { id: string; platform: string; handle: string; status: string }[];
  [extra: string]: unknown;
}

export interface PresetConnection {
  scene: PresetScene;
  /** As rules and the network name the upstream. */
  upstream: Exclude<DescribedChoice, object>;
  provider: Provider;
  id: string;
  /** One account on each of the scene's platforms. */
  accounts: readonly [string, string];
}

/** Beyond what a spec asks: the budgets of some upstreams are a handful of calls an hour. */
const FREE = { limit: 100_000, perSeconds: 60 };

/** One gateway with all the presets, a worker, and the upstreams behind them. */
export async function startPresetGateway(scenes: readonly PresetScene[]): Promise<TestGateway> {
  const gateway = await startTestGateway({
    sandbox: { described: scenes.map(({ described }) => described) },
    config: { workerConcurrency: 20, upstreamTimeoutSeconds: 5 },
    providers: scenes.map(({ preset }) => provided(preset)),
  });
  await gateway.startWorker();
  return gateway;
}

function provided(preset: PresetName): Provider {
  return createGenericProvider({
    ...loadPreset(preset),
    rateBudgets: { read: FREE, write: FREE },
    pollCadence: { queued: 1, publishing: 1 },
  });
}

export async function connectPreset(gateway: TestGateway, scene: PresetScene): Promise<PresetConnection> {
  const upstream = typeof scene.described === 'string' ? scene.described : scene.described.name;
  const seeds = gateway.sandbox.seeds()[upstream] as Seeds;
  const { properties } = loadPreset(scene.preset).connection;
  const told = Object.entries(seeds).filter(
    ([name, value]) => name in properties && typeof value === 'string',
  );
  const created = await gateway.api.call('POST', '/v1/connections', {
    body: {
      provider: `generic:${scene.preset}`,
      name: scene.preset,
      credentials: { ...Object.fromEntries(told), ...scene.credentials?.(seeds) },
    },
  });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  const id = created.body.id as string;
  const listed = await gateway.api.call('GET', `/v1/accounts?connectionId=${id}&limit=100`);
  const expired = seeds.accounts.filter(({ status }) => status !== 'connected').map(({ handle }) => handle);
  const usable = (listed.body.items as Body[]).filter(
    (account) => !expired.includes(account.handle as string),
  );
  const [one, two] = scene.platforms ?? ['x', 'linkedin'];
  return {
    ...{ scene, upstream, id, provider: provided(scene.preset) },
    accounts: [accountOn(usable, one), accountOn(usable, two)],
  };
}
