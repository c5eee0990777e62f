import { Inject, Injectable, Logger } from '@nestjs/common';
import type { PublishError, ReadResult } from '@postern/core';
import type { Exchange } from '@postern/provider-kit';
import { CONFIG, type Config } from '../config/config';
import {
  ConnectionContexts,
  ConnectionGoneError,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { BACKGROUND_SHARE } from '../connections/rate-budgets';
import { capped } from '../posts/read-cadence';
import { TraceContexts } from '../tracing/trace-contexts';
import { ConnectionAttention } from '../traffic/connection-attention';
import { Traffic } from '../traffic/traffic';
import { askedPause } from '../traffic/traffic-sample';
import { HintPace } from './hint-pace';
import { decideReads } from './read-outcome';
import { inReadSpan } from './read-span';
import { ReadPace } from './read-pace';
import { ReadRecorder } from './read-recorder';
import { ReconcileRepository } from './reconcile.repository';

/** Seconds until a connection that nobody can use, or that needs attention, is read through again. */
const UNUSABLE_WAIT = 60;
const ATTENTION_WAIT = 300;

/** Reads the states of one connection's posts, once. */
@Injectable()
export class ConnectionReader {
  private readonly logger = new Logger('Reconciliation');
  private readonly pace = new ReadPace();
  private readonly hintPace = new HintPace();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly repository: ReconcileRepository,
    private readonly connections: ConnectionContexts,
    private readonly recorder: ReadRecorder,
    private readonly traffic: Traffic,
    private readonly attention: ConnectionAttention,
    private readonly traces: TraceContexts,
  ) {}

  /**
   * @param probe one post alone, to find out whether the upstream works again
   * @returns seconds until the connection is to be read again; `null` = as soon as a post of it is due
   */
  async read(connectionId: string, probe: boolean): Promise<number | null> {
    const use = { calls: 0, refusedFor: null as number | null };
    const open = await this.open(connectionId, use);
    if (open === null) return UNUSABLE_WAIT;
    const { pollCadence, rateBudgets, statusTable } = open.provider.descriptor;
    const cadence = capped(pollCadence, this.config.pollCapSeconds);
    const limit = probe ? 1 : this.pace.sizeOf(connectionId);
    const { posts, now } = await this.repository.claimPosts(connectionId, cadence, limit);
    if (posts.length === 0) return null;
    const links = await this.traces.ofPosts(posts.map(({ id }) => id));
    const marked = await inReadSpan(open.connection, posts.length, links, async () => {
      const references = posts.map((post) => post.reference);
      const results = await open.provider.read(open.context, references);
      const refused = use.refusedFor !== null;
      const outcome = decideReads(posts, results, { asOf: now, cadence, refused, statusTable });
      await this.recorder.record(open.connection, posts, outcome);
      return this.judge(open, results, refused);
    });
    if (marked || open.connection.status === 'needs_attention') return ATTENTION_WAIT;
    const { limit: calls, perSeconds: period } = rateBudgets.read;
    const budget = Math.max(1, Math.floor(calls * BACKGROUND_SHARE));
    const wait = this.pace.learn(connectionId, { ...use, asked: posts.length, budget, period });
    if (posts.every(({ hintedFor }) => hintedFor === null)) return wait;
    const forHints = this.hintPace.after(
      connectionId,
      { calls: use.calls, budget, period },
      performance.now() / 1000,
    );
    return wait === null ? forHints : Math.max(wait, forHints ?? 0);
  }

  /** `null` where nobody can use the connection: deleted, or sealed under a key that is not here. */
  private async open(
    connectionId: string,
    use: { calls: number; refusedFor: number | null },
  ): Promise<OpenConnection | null> {
    const onRefused = (seconds: number) => (use.refusedFor = Math.max(use.refusedFor ?? 0, seconds));
    const onExchange = ({ outcome }: Exchange) => {
      if (outcome !== 'not_sent') use.calls += 1;
    };
    const timeoutMs = this.config.upstreamTimeoutSeconds * 1000;
    try {
      return await this.connections.open(connectionId, {
        timeoutMs,
        background: true,
        onRefused,
        onExchange,
      });
    } catch (error) {
      if (error instanceof ConnectionGoneError) await this.recorder.giveUp(connectionId, error.message);
      if (!(error instanceof ConnectionUnusableError)) throw error;
      this.logger.warn(`Posts wait: ${error.message} Next look in ${UNUSABLE_WAIT} s.`);
      return null;
    }
  }

  /** Tells the traffic how the upstream answered. @returns whether the connection now needs attention */
  private async judge(
    open: OpenConnection,
    results: readonly ReadResult[],
    refused: boolean,
  ): Promise<boolean> {
    const { id: connectionId, pausedAs: providerId } = open.connection;
    const answered = results.some(({ outcome }) => outcome !== 'failed');
    const errors = results.flatMap((result) => (result.outcome === 'failed' ? [result.error] : []));
    const error = worst(errors, answered);
    if (errors[0] !== undefined && !refused) {
      this.logger.warn(`${connectionId}: some states could not be read: ${errors[0].message}`);
    }
    if (answered || !refused || (error !== null && askedPause(error) !== null)) {
      await this.traffic.sample({ connectionId, providerId, error, unknown: false });
    }
    const refusal = errors.find(({ category }) => category === 'auth');
    if (refusal !== undefined) return (await this.attention.confirm(open, refusal)) === 'connection';
    // What is gone all of a sudden may be gone with the key's rights to see it.
    const lost = results.length > 0 && results.every(({ outcome }) => outcome === 'missing');
    return lost ? this.attention.check(open) : false;
  }
}

/** An upstream that asks for a pause is heard, whatever else it answered; one that answered works. */
function worst(errors: readonly PublishError[], answered: boolean): PublishError | null {
  const asked = errors.find((error) => askedPause(error) !== null);
  return asked ?? (answered ? null : (errors[0] ?? null));
}
