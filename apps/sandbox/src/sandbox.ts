import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { addAdminRoutes } from './admin/routes';
import type { DescribedChoice } from './described';
import { SimClock, type Pace } from './frame/clock';
import { Engine } from './frame/engine';
import { addFaultHooks } from './frame/fault-hooks';
import { FaultPlan } from './frame/faults';
import { scenarioInput, type ScenarioInput } from './frame/fault-rules';
import { Network } from './frame/network';
import { Operations } from './frame/operations';
import { Outage } from './frame/outage';
import { RequestLog } from './frame/request-log';
import { serveSamples } from './frame/samples';
import type { SimContext, Simulator, UpstreamName } from './frame/simulator';
import { StateStore, type Slice } from './frame/state-store';
import { WebhookSender } from './frame/webhook-sender';
import { withLimits, type Limits } from './limits';
import { createLayers, type LayersOptions } from './layers';
import { createPostato, type PostatoOptions } from './postato';
import { createPostpost, type PostpostOptions } from './postpost';

export interface SandboxOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `compressed`: an immediate post is final within seconds; `instant`: at once. */
  readonly pace?: Pace;
  /** Divides the waits of the compressed pace; tests use 10. Default 1. */
  readonly speed?: number;
  /** Time moves only when it is skipped; for tests that look at every stage. Default false. */
  readonly frozen?: boolean;
  /** Fault rules at the start, as `POST /_sandbox/scenario` takes them; those of a state file are replaced. */
  readonly scenario?: ScenarioInput | null;
  /** JSON file that outlives the process; default none. */
  readonly stateFile?: string | null;
  /** Rate limits and quotas of all upstreams; default: as the options below say, which is none. */
  readonly limits?: Limits;
  readonly layers?: LayersOptions;
  readonly postpost?: PostpostOptions;
  readonly postato?: PostatoOptions;
  /** Upstreams played from a description, by name or with choices; default none. */
  readonly described?: readonly DescribedChoice[];
  /** Their rate limits; default: as `limits` says. */
  readonly describedLimits?: Limits;
  /** Where faults of the sandbox itself are told; default stderr. */
  readonly onError?: (error: unknown) => void;
}

export interface RunningSandbox {
  /** `http://host:port`, no trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly network: Network;
  readonly clock: SimClock;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  readonly webhooks: WebhookSender;
  /** Seeded credentials and account ids of every upstream. */
  readonly seeds: () => Record<string, unknown>;
  /** More customers of one upstream, each with a key, accounts and limits of its own, shaped as its seeds. */
  readonly addTenants: (upstream: UpstreamName, count: number) => Record<string, unknown>[];
  /** Looks at everything due without waiting for the next tick. */
  readonly tick: () => void;
  /** Sets the upstreams' clock wrong by so many milliseconds, early or late; 0 = right. */
  readonly skew: (ms: number) => void;
  /** Refuses connections on the port for so many milliseconds. */
  readonly outage: (ms: number) => void;
  readonly reset: () => void;
  readonly stop: () => Promise<void>;
}

/** What the admin endpoints and the handle act on. */
export interface SandboxParts {
  readonly clock: SimClock;
  readonly network: Network;
  readonly faults: FaultPlan;
  readonly store: StateStore;
  readonly webhooks: WebhookSender;
  readonly requests: RequestLog;
  readonly engine: Engine;
  readonly simulators: readonly Simulator[];
  readonly operations: Operations;
  readonly outage: Outage;
  readonly clockSlice: Slice<ClockState>;
}

interface ClockState {
  skippedMs: number;
  skewMs: number;
}

/** Starts all upstreams on one port. Rejects with the system's error when the port is taken (`EADDRINUSE`). */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 120 * 1024 * 1024, exposeHeadRoutes: true });
  app.decorateRequest('sandboxLogEntry', null);
  app.decorateRequest('sandboxHiddenMs', 0);
  app.decorateRequest('sandboxTookEffect', false);
  // One socket, which an outage can close: `localhost` would mean two.
  const host = options.host === undefined || options.host === 'localhost' ? '127.0.0.1' : options.host;
  const address = { host, port: options.port ?? 0 };
  const urlOf = () => `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${address.port}`;
  const parts = assemble(options, app, { urlOf, address });
  serveSamples(app);
  addAdminRoutes(app, parts);
  for (const simulator of parts.simulators) await mount(app, simulator, parts);
  if (options.scenario != null) parts.faults.replace(options.scenario);
  await app.listen(address);
  address.port = (app.server.address() as AddressInfo).port;
  parts.engine.start();
  return handle(app, parts, urlOf(), address.port);
}

interface Place {
  readonly urlOf: () => string;
  /** The port is known once the server listens. */
  readonly address: { readonly host: string; readonly port: number };
}

function assemble(options: SandboxOptions, app: FastifyInstance, { urlOf, address }: Place): SandboxParts {
  const store = new StateStore(options.stateFile ?? null);
  const clock = new SimClock(options.pace ?? 'compressed', options.speed ?? 1, options.frozen ?? false);
  const clockSlice = store.slice('clock', (): ClockState => ({ skippedMs: 0, skewMs: 0 }));
  clock.restore(clockSlice.value);
  const operations = new Operations();
  const faults = new FaultPlan(store, clock, operations);
  const network = new Network(store);
  const webhooks = new WebhookSender(clock, faults);
  const context: SimContext = { clock, network, faults, store, webhooks, baseUrl: urlOf };
  const { layers, postpost, postato } = withLimits(options, options.limits);
  const simulators = [
    createLayers(context, layers),
    createPostpost(context, postpost),
    createPostato(context, postato),
    ...createDescribed(context, options),
  ];
  const onError =
    options.onError ?? ((error: unknown) => process.stderr.write(`sandbox: ${describe(error)}\n`));
  const engine = new Engine(simulators, clock, store, onError);
  const requests = new RequestLog();
  const outage = new Outage(app.server, clock, () => address, onError);
  const frame = { clock, network, faults, store, webhooks, requests, engine, operations, outage };
  return { ...frame, simulators, clockSlice };
}

/** Those of the options and those that the scenario is about; choices of the options win. */
function createDescribed(
  context: SimContext,
  { described = [], scenario, limits, describedLimits = limits }: SandboxOptions,
): Simulator[] {
  const choices = [...(scenarioInput.safeParse(scenario).data?.described ?? []), ...described];
  if (choices.length === 0) return [];
  // Loaded only where some are asked for: most sandboxes start without, and quicker so.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an `import()` here would need a file's name
  const { createAllDescribed } = require('./described/start') as typeof import('./described/start');
  return createAllDescribed(context, choices, describedLimits === 'documented');
}

async function mount(app: FastifyInstance, simulator: Simulator, parts: SandboxParts): Promise<void> {
  await app.register(
    async (scope) => {
      scope.addHook('onRoute', ({ config }) => {
        const { operation, lists, operations = [] } = config ?? {};
        for (const each of operation === undefined ? operations : [{ operation, lists }]) {
          parts.operations.add(each.operation, { upstream: simulator.name, isList: each.lists === true });
        }
      });
      parts.requests.addHooks(scope, simulator.name, simulator.keyOf);
      scope.addHook('onSend', (request, reply, payload, done) => {
        // Whose clock is wrong says so in its replies, as in its posts.
        reply.header('date', new Date(parts.clock.now()).toUTCString());
        // Before the caller learns that something was done, it is on disk.
        if (request.method !== 'GET' && request.method !== 'HEAD') parts.store.flush();
        done(null, payload);
      });
      addFaultHooks(scope, simulator, parts.faults);
      await simulator.routes(scope);
    },
    { prefix: simulator.prefix },
  );
}

function handle(app: FastifyInstance, parts: SandboxParts, url: string, port: number): RunningSandbox {
  const { network, clock, faults, requests, webhooks, engine } = parts;
  return {
    url,
    port,
    network,
    clock,
    faults,
    requests,
    webhooks,
    seeds: () => seedsOf(parts),
    addTenants: (upstream, count) => addTenants(parts, upstream, count),
    tick: () => engine.tick(),
    skew: (skewMs) => setClock(parts, { skewMs }),
    outage: (ms) => {
      parts.outage.begin(ms);
    },
    reset: () => resetAll(parts),
    stop: async () => {
      engine.stop();
      parts.outage.stop();
      webhooks.stop();
      await app.close();
      parts.store.flush();
    },
  };
}

/** Credentials and ids by upstream name. */
export function seedsOf({ simulators }: SandboxParts): Record<string, unknown> {
  return Object.fromEntries(simulators.map((simulator) => [simulator.name, simulator.seeds()]));
}

/** Customers are kept like all state, and numbered: the n-th one is the same in every sandbox. */
export function addTenants(
  { simulators, store }: SandboxParts,
  upstream: UpstreamName,
  count: number,
): Record<string, unknown>[] {
  const simulator = simulators.find(({ name }) => name === upstream);
  if (simulator === undefined) throw new Error(`No upstream is named ${upstream}.`);
  const added = Array.from({ length: count }, () => simulator.addTenant());
  store.touch();
  return added;
}

/** Skips time, and sets the upstreams' clock wrong by so much (0 = right); what is due then happens at once. */
export function setClock(
  parts: SandboxParts,
  { advanceMs, skewMs }: { advanceMs?: number; skewMs?: number },
): void {
  const { clock, clockSlice, simulators, engine } = parts;
  if (advanceMs !== undefined) clock.advance(advanceMs);
  if (skewMs !== undefined) {
    clock.skew(skewMs);
    for (const simulator of simulators) simulator.clockChanged();
  }
  clockSlice.value.skippedMs = clock.skippedMs;
  clockSlice.value.skewMs = clock.skewMs;
  engine.tick();
}

/** Everything back to the seeds: posts, networks, faults, logs, time. */
export function resetAll(parts: SandboxParts): void {
  parts.webhooks.clear();
  parts.requests.clear();
  parts.store.reset();
  parts.clock.restore(parts.clockSlice.value);
  for (const simulator of parts.simulators) simulator.reset();
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
