import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { isDatabaseUnreachable } from '../database/database-errors';
import { Listener } from '../database/listener';
import { Loop } from '../jobs/loop';
import { type ClaimedDelivery, type LaneClaim, WebhookClaimsRepository } from './webhook-claims.repository';
import type { WebhookLane } from './webhook-lane';
import { WebhookLeases } from './webhook-lane-leases';
import { eventsAtOnce, MOST_OF_ALL, shareSockets, type SocketUse } from './webhook-lane-policy';
import { WebhookLaneRunner } from './webhook-lane-runner';
import { WebhookLanesRepository } from './webhook-lanes.repository';
import { WebhookRecorder } from './webhook-recorder';

/** What comes within this goes together: many events, or many answers, cost few statements. */
const GATHER_MS = 8;
/** Sends in flight of one process. */
const MOST_IN_FLIGHT = 512;
/** Deliveries of an endpoint that are brought forward by one statement, and endpoints of which it is done in one turn. */
const BROUGHT_AT_ONCE = 500;
const CATCH_UP_AT_ONCE = 2;
/** A floor for the pause between two turns where something waits for its time. */
const SHORTEST_MS = 20;
const LOOK_MS = 1_000;
/** An endpoint whose secrets do not open is left alone for so long: that is a matter of the configuration. */
const SEALED_MS = 60_000;
/** What is in the middle of a send when the process is told to stop has so long to end. */
const FINISH_WITHIN_MS = 8_000;

/**
 * Sends webhooks: makes deliveries of what is new in the log, and sends what is due, endpoint by endpoint.
 *
 * It turns when it hears of events, when something was sent, when something becomes due that it knows of, and once a
 * second for whatever it did not hear of. What it does not get, another worker holds.
 */
@Injectable()
export class WebhookLanes
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger('Webhooks');
  private readonly loop = new Loop('Webhooks', LOOK_MS, () => this.turn());
  private readonly renewing = new Loop('Webhook leases', WebhookLeases.renewMs, () => this.leases.renew());
  private readonly listeners: Listener[];
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly abandoned = new AbortController();
  private gathering: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly leases: WebhookLeases,
    private readonly repository: WebhookLanesRepository,
    private readonly claims: WebhookClaimsRepository,
    private readonly runner: WebhookLaneRunner,
    private readonly recorder: WebhookRecorder,
  ) {
    const { databaseUrl } = config;
    setMaxListeners(MOST_OF_ALL * MOST_IN_FLIGHT, this.abandoned.signal);
    if (databaseUrl === null) throw new Error('The database address is not known yet.');
    const hear = (take: (ids: string[] | null) => void) => ({
      databaseUrl,
      heard: (payload: string) => {
        take(payload === '' ? null : payload.split(' '));
        this.wake();
      },
      listens: () => {
        take(null);
        this.wake();
      },
    });
    this.listeners = [
      new Listener({ channel: 'postern_events', ...hear((ids) => leases.newsOf(ids)) }),
      new Listener({ channel: 'postern_webhooks', ...hear((ids) => leases.handed(ids ?? [])) }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const listener of this.listeners) listener.start();
    this.renewing.start();
    this.loop.start();
  }

  /** Takes nothing more; what is in flight ends while the others stop. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
    if (this.gathering) clearTimeout(this.gathering);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.loop.stop(), ...this.listeners.map((listener) => listener.stop())]);
    const sends = Promise.all(this.inFlight.values()).then(() => true);
    if (!(await Promise.race([sends, pause(FINISH_WITHIN_MS, false, { ref: false })]))) {
      this.logger.warn(`${this.inFlight.size} deliveries are broken off; another worker repeats them.`);
      this.abandoned.abort();
      this.recorder.hurry();
      await sends;
    }
    this.runner.close();
    await this.renewing.stop();
    try {
      await this.leases.letGo(this.leases.held);
    } catch (error) {
      if (!isDatabaseUnreachable(error)) throw error;
      this.logger.warn('The database is away; other workers go on when the leases have run out.');
    }
  }

  private wake(): void {
    if (this.stopped || this.gathering !== null) return;
    this.gathering = setTimeout(() => {
      this.gathering = null;
      this.loop.wake();
    }, GATHER_MS);
  }

  /** @returns milliseconds until the next turn */
  private async turn(): Promise<number> {
    if (this.stopped) return LOOK_MS;
    await this.leases.take();
    await this.bringForward();
    await this.fanOut();
    await this.send();
    return this.pauseMs();
  }

  private async fanOut(): Promise<void> {
    const lanes = this.leases.held.filter((lane) => lane.news);
    if (lanes.length === 0) return;
    // What is announced meanwhile is news again.
    for (const lane of lanes) lane.news = false;
    const ids = lanes.map(({ endpointId }) => endpointId);
    try {
      const most = eventsAtOnce(lanes.length);
      for (const looked of await this.repository.fanOut(this.leases.holder, ids, most)) {
        this.leases.get(looked.endpointId)?.looked(looked);
      }
    } catch (error) {
      for (const lane of lanes) lane.news = true;
      throw error;
    }
  }

  /** A little in each turn, and whoever waits longest first. */
  private async bringForward(): Promise<void> {
    const lanes = this.leases.held.filter(({ catchesUp }) => catchesUp);
    for (const lane of lanes.toSorted((a, b) => a.broughtAt - b.broughtAt).slice(0, CATCH_UP_AT_ONCE)) {
      lane.brought(await this.repository.bringForward(this.leases.holder, lane.endpointId, BROUGHT_AT_ONCE));
      if (!lane.catchesUp) this.logger.log(`${lane.endpointId} answers again: what waited is due.`);
    }
  }

  /** Begins to send whatever is due, as far as there are sockets for it. */
  private async send(): Promise<void> {
    const shares = this.deal();
    if (shares.size === 0) return;
    const wishes = [...shares].map(([{ endpointId, probes }, free]) => ({ endpointId, probes, free }));
    for (const lane of shares.keys()) lane.due = false;
    let claims: LaneClaim[];
    try {
      claims = await this.claims.claim(this.leases.holder, wishes, [...this.inFlight.keys()]);
    } catch (error) {
      for (const lane of shares.keys()) lane.due = true;
      throw error;
    }
    const found = new Map(claims.map((claim) => [claim.endpointId, claim]));
    const lost: WebhookLane[] = [];
    for (const [lane, free] of shares) {
      const claim = found.get(lane.endpointId);
      if (claim === undefined) lost.push(lane);
      else this.begin(lane, claim, free);
    }
    // Switched off, or no longer ours.
    await this.leases.letGo(lost);
  }

  private deal(): Map<WebhookLane, number> {
    const now = performance.now();
    const uses = new Map<SocketUse, WebhookLane>();
    for (const lane of this.leases.held) uses.set(lane.use, lane);
    const wishing = [...uses].filter(([, lane]) => lane.wishes(now)).map(([use]) => use);
    const shares = new Map<WebhookLane, number>();
    for (const [use, free] of shareSockets([...uses.keys()], wishing, MOST_IN_FLIGHT)) {
      const lane = uses.get(use);
      if (lane && free > 0) shares.set(lane, free);
    }
    return shares;
  }

  private begin(lane: WebhookLane, claim: LaneClaim, free: number): void {
    lane.claimed(claim, free);
    let secrets: string[];
    try {
      secrets = this.runner.secretsOf(claim);
    } catch (error) {
      lane.rest(SEALED_MS);
      this.logger.error(`Nothing can be signed for ${claim.endpointId}: ${String(error)}`);
      return;
    }
    for (const delivery of claim.deliveries) {
      const running = this.carry(lane, claim, delivery, secrets).finally(() => {
        this.inFlight.delete(delivery.id);
        lane.end(delivery.id);
        this.wake();
      });
      lane.begin(delivery.id);
      this.inFlight.set(delivery.id, running);
    }
  }

  /** Never rejects. */
  private async carry(
    lane: WebhookLane,
    claim: LaneClaim,
    delivery: ClaimedDelivery,
    secrets: readonly string[],
  ): Promise<void> {
    try {
      const { durationMs, written } = await this.runner.run(claim, delivery, secrets, this.abandoned.signal);
      lane.answered(durationMs, written);
    } catch (error) {
      // It stays pending, and is sent again.
      lane.rest(LOOK_MS);
      this.logger.error({ msg: `${delivery.id} was left in the middle.`, err: error });
    }
  }

  private pauseMs(): number {
    const now = performance.now();
    const { held } = this.leases;
    if (held.some((lane) => lane.news || lane.catchesUp)) return SHORTEST_MS;
    // Those that are due already wait for a send to end, which wakes us.
    const dueInMs = held.flatMap(({ dueAt }) =>
      dueAt === null || dueAt <= now ? [] : Math.max(SHORTEST_MS, dueAt - now),
    );
    return Math.min(this.leases.msUntilLook, ...dueInMs);
  }
}
