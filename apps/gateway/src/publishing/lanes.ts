/** A lane is the due work of one connection. */
export interface Lane {
  connectionId: string;
  workspaceId: string;
}

/** How many submissions of a lane may be claimed now. */
export interface Turn extends Lane {
  quota: number;
}

interface LaneState extends Lane {
  /** It may have something due. */
  ready: boolean;
  /** Counts hints, so that one that comes while a claim is under way is not lost. */
  hints: number;
  inFlight: number;
}

/** No lane and no workspace holds more than its share, so that a slow upstream leaves room for the others. */
const LANE_SHARE = 1 / 4;
const WORKSPACE_SHARE = 1 / 2;
/** And no upstream is asked for more at once through one connection, however many slots there are. */
const LANE_MOST = 16;
/** Submissions of one claim: the first are on their way while the next are claimed. */
const DEAL_MOST = 128;

/**
 * Whose turn it is: workspaces one after the other, within a workspace its connections one after the other,
 * one submission a turn. So whoever has 3 posts due waits for one turn of each of the others, never for their
 * backlog. In memory alone and of one process: rows say what is due, and any number of workers claim from them.
 */
export class Lanes {
  /** In the order of their next turn: who had one goes to the end. */
  private readonly workspaces = new Map<string, Map<string, LaneState>>();
  private readonly workspaceOf = new Map<string, string>();
  private inFlight = 0;

  constructor(private readonly slots: number) {}

  /** The lane may have something due. */
  hint({ connectionId, workspaceId }: Lane): void {
    const lane = this.laneOf(connectionId, workspaceId);
    lane.ready = true;
    lane.hints += 1;
  }

  /** Deals the free slots out, fairly. The lanes of the answer are not ready until they are settled. */
  deal(): (Turn & { hints: number })[] {
    const turns = new Map<string, Turn & { hints: number }>();
    let free = Math.min(DEAL_MOST, this.slots - this.inFlight);
    for (let dealt = true; dealt && free > 0;) {
      dealt = false;
      for (const workspaceId of [...this.workspaces.keys()]) {
        if (free === 0) break;
        const lane = this.nextOf(workspaceId);
        if (lane === null) continue;
        lane.inFlight += 1;
        this.inFlight += 1;
        free -= 1;
        dealt = true;
        const turn = turns.get(lane.connectionId);
        if (turn) turn.quota += 1;
        else turns.set(lane.connectionId, { ...lane, quota: 1 });
      }
    }
    return [...turns.values()];
  }

  /** A claim has ended: what was not claimed of the quota is free again. */
  settle(turn: Turn & { hints: number }, claimed: number): void {
    const lane = this.find(turn.connectionId);
    if (lane === undefined) return;
    this.release(lane, turn.quota - claimed);
    // Fewer than asked for: nothing more is due, unless somebody said so meanwhile.
    if (claimed < turn.quota && lane.hints === turn.hints) lane.ready = false;
    this.forget(lane);
  }

  /** One claimed beside `deal`: a probe, or one that is too late. */
  begin(lane: Lane): void {
    this.laneOf(lane.connectionId, lane.workspaceId).inFlight += 1;
    this.inFlight += 1;
  }

  /** A claimed submission has ended. */
  end(connectionId: string): void {
    const lane = this.find(connectionId);
    if (lane === undefined) return;
    this.release(lane, 1);
    this.forget(lane);
  }

  get busy(): number {
    return this.inFlight;
  }

  private nextOf(workspaceId: string): LaneState | null {
    const lanes = this.workspaces.get(workspaceId);
    if (lanes === undefined) return null;
    let held = 0;
    for (const lane of lanes.values()) held += lane.inFlight;
    if (held >= share(this.slots, WORKSPACE_SHARE)) return null;
    for (const lane of lanes.values()) {
      if (!lane.ready || lane.inFlight >= Math.min(LANE_MOST, share(this.slots, LANE_SHARE))) continue;
      lanes.delete(lane.connectionId);
      lanes.set(lane.connectionId, lane);
      this.workspaces.delete(workspaceId);
      this.workspaces.set(workspaceId, lanes);
      return lane;
    }
    return null;
  }

  private laneOf(connectionId: string, workspaceId: string): LaneState {
    const lanes = this.workspaces.get(workspaceId) ?? new Map<string, LaneState>();
    this.workspaces.set(workspaceId, lanes);
    const lane = lanes.get(connectionId) ?? {
      connectionId,
      workspaceId,
      ready: false,
      hints: 0,
      inFlight: 0,
    };
    lanes.set(connectionId, lane);
    this.workspaceOf.set(connectionId, workspaceId);
    return lane;
  }

  private find(connectionId: string): LaneState | undefined {
    return this.workspaces.get(this.workspaceOf.get(connectionId) ?? '')?.get(connectionId);
  }

  private release(lane: LaneState, count: number): void {
    lane.inFlight -= count;
    this.inFlight -= count;
  }

  private forget(lane: LaneState): void {
    if (lane.ready || lane.inFlight > 0) return;
    const lanes = this.workspaces.get(lane.workspaceId);
    lanes?.delete(lane.connectionId);
    if (lanes?.size === 0) this.workspaces.delete(lane.workspaceId);
    this.workspaceOf.delete(lane.connectionId);
  }
}

function share(slots: number, part: number): number {
  return Math.max(1, Math.ceil(slots * part));
}
