import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WORKER_ID } from '../publishing/worker-id';
import { WebhookLane } from './webhook-lane';
import { type HeldLane, WebhookLanesRepository } from './webhook-lanes.repository';

/** A worker that is silent for so long is replaced. */
const LEASE_SECONDS = 10;
/** Endpoints taken by one statement, so that several workers get some each. */
const TAKEN_AT_ONCE = 50;
/** The floor for a notification that got lost. */
const LOOK_MS = 1_000;
/** An endpoint with nothing to do for so long is let go. */
const IDLE_MS = 5_000;

/** The endpoints that this worker serves at the moment, and how it comes to them. */
@Injectable()
export class WebhookLeases {
  /** One worker process may hold several of these, in tests. */
  readonly holder = `${WORKER_ID}/${randomBytes(3).toString('hex')}`;
  private readonly lanes = new Map<string, WebhookLane>();
  private readonly workspaces = new Set<string>();
  /** When each workspace was asked about: what nobody held then, the next look finds. */
  private readonly askedAt = new Map<string, number>();
  private readonly byHand = new Set<string>();
  private lookAt = 0;

  constructor(private readonly repository: WebhookLanesRepository) {}

  /** How often to call `renew`. */
  static readonly renewMs = (LEASE_SECONDS * 1000) / 3;

  get held(): WebhookLane[] {
    return [...this.lanes.values()];
  }

  get(endpointId: string): WebhookLane | undefined {
    return this.lanes.get(endpointId);
  }

  get msUntilLook(): number {
    return Math.max(0, this.lookAt - performance.now());
  }

  /** There are events of these workspaces. @param workspaceIds `null` = of any */
  newsOf(workspaceIds: readonly string[] | null): void {
    const those = workspaceIds === null ? null : new Set(workspaceIds);
    for (const lane of this.lanes.values()) if (those?.has(lane.workspaceId) ?? true) lane.news = true;
    if (those === null) this.lookAt = 0;
    else for (const id of those) if (!this.wasAsked(id)) this.workspaces.add(id);
  }

  /** Somebody made deliveries of these endpoints by hand. */
  handed(endpointIds: readonly string[]): void {
    for (const id of endpointIds) {
      const lane = this.lanes.get(id);
      if (lane === undefined) this.byHand.add(id);
      else {
        lane.due = true;
        lane.probes = true;
      }
    }
  }

  /** Takes what was heard of and, once a second, whatever has something to do and nobody else holds. */
  async take(): Promise<void> {
    const { holder, repository } = this;
    if (this.byHand.size > 0) {
      const ids = [...this.byHand];
      this.byHand.clear();
      const taken = await repository.takeEndpoints(holder, LEASE_SECONDS, ids.length, ids);
      for (const lane of this.keep(taken)) lane.probes = true;
    }
    if (this.workspaces.size > 0) {
      const ids = [...this.workspaces];
      this.workspaces.clear();
      for (const id of ids) this.askedAt.set(id, performance.now());
      this.keep(await repository.takeOfWorkspaces(holder, LEASE_SECONDS, TAKEN_AT_ONCE, ids));
    }
    if (this.msUntilLook > 0) return;
    const taken = await repository.takeAny(holder, LEASE_SECONDS, TAKEN_AT_ONCE);
    this.keep(taken);
    await this.letGo(this.held.filter((lane) => lane.isIdle(IDLE_MS)));
    for (const lane of this.lanes.values()) {
      lane.news = true;
      lane.due = true;
    }
    this.askedAt.clear();
    this.lookAt = performance.now() + (taken.length < TAKEN_AT_ONCE ? LOOK_MS : 0);
  }

  /** Keeps what is held; what somebody else has taken meanwhile is forgotten. */
  async renew(): Promise<void> {
    const asked = this.held;
    if (asked.length === 0) return;
    const still = new Set(
      await this.repository.renew(
        this.holder,
        LEASE_SECONDS,
        asked.map(({ endpointId }) => endpointId),
      ),
    );
    for (const lane of asked) if (!still.has(lane.endpointId)) this.forget(lane);
  }

  /** Lets another worker have them at once. */
  async letGo(lanes: readonly WebhookLane[]): Promise<void> {
    if (lanes.length === 0) return;
    for (const lane of lanes) this.forget(lane);
    await this.repository.release(
      this.holder,
      lanes.map(({ endpointId }) => endpointId),
    );
  }

  private forget(lane: WebhookLane): void {
    if (this.lanes.get(lane.endpointId) === lane) this.lanes.delete(lane.endpointId);
  }

  private keep(taken: readonly HeldLane[]): WebhookLane[] {
    return taken.map((each) => {
      const lane = new WebhookLane(each);
      this.lanes.set(each.endpointId, lane);
      return lane;
    });
  }

  private wasAsked(workspaceId: string): boolean {
    const at = this.askedAt.get(workspaceId);
    return at !== undefined && performance.now() - at < LOOK_MS;
  }
}
