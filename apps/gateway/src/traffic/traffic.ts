import { Injectable, Logger } from '@nestjs/common';
import { breakerPause, connectionFails, FailureWindow, providerFails } from './breaker';
import { askedPause, healthOf, type TrafficSample } from './traffic-sample';
import { TrafficRepository, type Breaker, type PauseRow, type ProbeFor } from './traffic.repository';

/** A worker that dies with a probe in hand delays the next one this much. */
const PROBE_LEASE_SECONDS = 12;
/** A connection that says nothing for so long is forgotten. */
const FORGET_MS = 10 * 60_000;

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Why and until when nothing is sent through a connection, and what its budgets have spent. */
export interface TrafficState {
  breaker: BreakerState;
  /** Of the connection or of its whole provider; `null` = nothing holds it. */
  pausedUntil: Date | null;
  reason: PauseRow['reason'] | null;
  /** Whether the whole provider is paused, or this connection alone. */
  scope: PauseRow['scope'] | null;
  /** Calls that count against the budgets now. */
  spent: { read: number; write: number };
}

export interface ProviderHealth {
  breaker: BreakerState;
  pausedUntil: Date | null;
  since: Date | null;
}

export const HEALTHY: ProviderHealth = { breaker: 'closed', pausedUntil: null, since: null };

interface Watched {
  providerId: string;
  window: FailureWindow;
  lastAt: number;
}

/**
 * Watches how upstreams answer and agrees with the other workers, through the database, on when to leave one
 * alone. Owns breakers and pauses; never calls an upstream itself.
 */
@Injectable()
export class Traffic {
  private readonly logger = new Logger('Traffic');
  private readonly watched = new Map<string, Watched>();
  /** Breakers whose probe this process holds, by the connection that the probe goes through. */
  private readonly probes = new Map<string, Breaker[]>();
  /** Until when (milliseconds, own clock) this process knows a connection to be paused already. */
  private readonly paused = new Map<string, number>();
  private forgotAt = 0;

  constructor(private readonly repository: TrafficRepository) {}

  /** Call after every use of an upstream. Touches the database only where something changes. */
  async sample(sample: TrafficSample, now = performance.now()): Promise<void> {
    const pause = askedPause(sample.error);
    if (pause !== null) await this.pauseFor(sample.connectionId, pause, now);
    const health = healthOf(sample);
    if (health === 'says_nothing') return;
    const failed = health === 'fails';
    const watched = this.watch(sample, now);
    watched.window.add(failed, now);
    const probes = this.probes.get(sample.connectionId);
    if (probes !== undefined) {
      this.probes.delete(sample.connectionId);
      await this.settle(probes, failed, watched);
      return;
    }
    if (failed) await this.judge(sample, watched, now);
  }

  /** Connections that may send ONE submission now, through their open breaker. */
  takeProbes(): Promise<string[]> {
    return this.probesFor('submissions');
  }

  /** Connections that have nothing to send and may read once now, through their open breaker. */
  takeReadProbes(): Promise<string[]> {
    return this.probesFor('reads');
  }

  /** Connections that have nothing to send or read and may be asked for ONE change now, through their open breaker. */
  takeChangeProbes(): Promise<string[]> {
    return this.probesFor('changes');
  }

  /** @param connections id → by what pauses of its provider are known (`pausedAs`) */
  async state(connections: ReadonlyMap<string, string>): Promise<Map<string, TrafficState>> {
    const ids = [...connections.keys()];
    const [pauses, spent] = await Promise.all([
      this.repository.standing(ids, [...new Set(connections.values())]),
      this.repository.spent(ids),
    ]);
    return new Map(
      [...connections].map(([id, provider]) => {
        const own = pauses.filter((p) => (p.scope === 'connection' ? p.id === id : p.id === provider));
        const spentOf = (kind: 'read' | 'write') =>
          spent.find((row) => row.connection_id === id && row.kind === kind)?.spent ?? 0;
        return [id, { ...stateOf(own), spent: { read: spentOf('read'), write: spentOf('write') } }];
      }),
    );
  }

  /** @param providerIds by what pauses of providers are known (`pausedAs`) */
  async providerHealth(providerIds: readonly string[]): Promise<Map<string, ProviderHealth>> {
    const pauses = await this.repository.standing([], providerIds);
    return new Map(
      providerIds.map((id) => {
        const breaker = pauses.find((pause) => pause.id === id && pause.reason === 'breaker');
        return [
          id,
          {
            breaker: breaker?.state ?? 'closed',
            pausedUntil: breaker?.paused_until ?? null,
            since: breaker?.since ?? null,
          },
        ];
      }),
    );
  }

  /** Leaves a connection alone for so many seconds. */
  async pauseFor(connectionId: string, seconds: number, now = performance.now()): Promise<void> {
    const until = now + seconds * 1000;
    // The other posts in flight are answered alike: one of them tells the database.
    if ((this.paused.get(connectionId) ?? 0) >= until - 500) return;
    this.paused.set(connectionId, until);
    await this.repository.pause(connectionId, seconds);
    this.logger.warn(`${connectionId}: nothing is sent for ${seconds} s.`);
  }

  private async probesFor(work: ProbeFor): Promise<string[]> {
    if (!(await this.repository.anyProbeDue())) return [];
    const taken = await this.repository.takeProbes(work, PROBE_LEASE_SECONDS);
    const byConnection = new Map<string, Breaker[]>();
    for (const { scope, id, connection_id } of taken) {
      byConnection.set(connection_id, [...(byConnection.get(connection_id) ?? []), { scope, id }]);
    }
    for (const [connectionId, breakers] of byConnection) this.probes.set(connectionId, breakers);
    return [...byConnection.keys()];
  }

  private watch({ connectionId, providerId }: TrafficSample, now: number): Watched {
    const watched = this.watched.get(connectionId) ?? {
      providerId,
      window: new FailureWindow(),
      lastAt: now,
    };
    watched.lastAt = now;
    this.watched.set(connectionId, watched);
    if (now - this.forgotAt > FORGET_MS) this.forget(now);
    return watched;
  }

  private forget(now: number): void {
    this.forgotAt = now;
    for (const [id, { lastAt }] of this.watched) if (now - lastAt > FORGET_MS) this.watched.delete(id);
    for (const [id, until] of this.paused) if (until < now) this.paused.delete(id);
  }

  private async judge(sample: TrafficSample, watched: Watched, now: number): Promise<void> {
    const { connectionId, providerId } = sample;
    const tally = watched.window.tally(now);
    if (connectionFails(tally)) {
      watched.window.clear();
      await this.open(
        { scope: 'connection', id: connectionId },
        { ...tally, error: sample.error?.code ?? null },
      );
      // Its votes about the provider are kept: forgetting them would let the others never agree.
      for (let i = 0; i < 2; i++) watched.window.add(true, now);
    }
    const peers = [...this.watched.values()].filter((peer) => peer.providerId === providerId);
    if (peers.length > 1 && providerFails(peers.map((peer) => peer.window.tally(now)))) {
      for (const peer of peers) peer.window.clear();
      await this.open({ scope: 'provider', id: providerId }, { connections: peers.length });
    }
  }

  private async open(breaker: Breaker, details: object): Promise<void> {
    const pauseMs = breakerPause(1);
    if (!(await this.repository.open(breaker, pauseMs, details))) return;
    this.logger.warn(
      `The breaker of ${breaker.id} opens: its calls fail. One is tried in ${Math.round(pauseMs / 1000)} s.`,
    );
  }

  private async settle(probes: readonly Breaker[], failed: boolean, watched: Watched): Promise<void> {
    watched.window.clear();
    for (const breaker of probes) {
      if (!failed) {
        if (await this.repository.close(breaker)) this.logger.log(`The breaker of ${breaker.id} closes.`);
        continue;
      }
      const trips = await this.repository.reopen(breaker, breakerPause);
      if (trips !== null)
        this.logger.warn(`The breaker of ${breaker.id} stays open (${trips} times by now).`);
    }
  }
}

/** The pause that lasts longest is the one that a person wants to hear of; a breaker before any other. */
function stateOf(pauses: readonly PauseRow[]): Omit<TrafficState, 'spent'> {
  const [first] = [...pauses].sort(
    (a, b) =>
      Number(b.reason === 'breaker') - Number(a.reason === 'breaker') ||
      b.paused_until.getTime() - a.paused_until.getTime(),
  );
  return {
    breaker: first?.reason === 'breaker' ? first.state : 'closed',
    pausedUntil: first?.paused_until ?? null,
    reason: first?.reason ?? null,
    scope: first?.scope ?? null,
  };
}
