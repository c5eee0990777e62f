import { Inject, Injectable, Logger } from '@nestjs/common';
import type { PublishError, ReadResult } from '@postern/core';
import { CONFIG, type Config } from '../config/config';
import {
  ConnectionContexts,
  ConnectionGoneError,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { capped } from '../posts/read-cadence';
import { ConnectionAttention } from '../traffic/connection-attention';
import { Traffic } from '../traffic/traffic';
import { askedPause } from '../traffic/traffic-sample';
import { BatchSizes } from './batch-sizes';
import { decideReads } from './read-outcome';
import { ReadRecorder } from './read-recorder';
import { ReconcileRepository } from './reconcile.repository';

/** Seconds until a connection that nobody can use, or that needs attention, is read through again. */
const UNUSABLE_WAIT = 60;
const ATTENTION_WAIT = 300;
/** A read of so few posts ends within what a moment brings back of a budget. */
const FEW = 20;

/** Reads the states of one connection's posts, once. */
@Injectable()
export class ConnectionReader {
  private readonly logger = new Logger('Reconciliation');
  private readonly sizes = new BatchSizes();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly repository: ReconcileRepository,
    private readonly connections: ConnectionContexts,
    private readonly recorder: ReadRecorder,
    private readonly traffic: Traffic,
    private readonly attention: ConnectionAttention,
  ) {}

  /**
   * @param probe one post alone, to find out whether the upstream works again
   * @returns seconds until the connection is to be read again; `null` = as soon as a post of it is due
   */
  async read(connectionId: string, probe: boolean): Promise<number | null> {
    let refusedFor: number | null = null;
    const open = await this.open(
      connectionId,
      (seconds) => (refusedFor = Math.max(refusedFor ?? 0, seconds)),
    );
    if (open === null) return UNUSABLE_WAIT;
    const { descriptor } = open.provider;
    const cadence = capped(descriptor.pollCadence, this.config.pollCapSeconds);
    const limit = probe ? 1 : this.sizes.of(connectionId);
    const { posts, now } = await this.repository.claimPosts(connectionId, cadence, limit);
    if (posts.length === 0) return null;
    const results = await open.provider.read(
      open.context,
      posts.map((post) => post.reference),
    );
    const refused = refusedFor !== null;
    await this.recorder.record(
      open.connection,
      posts,
      decideReads(posts, results, { asOf: now, cadence, refused }),
    );
    const answered = results.filter(({ outcome }) => outcome !== 'failed').length;
    if (!probe) this.sizes.learn(connectionId, { asked: posts.length, answered, refused });
    const marked = await this.judge(open, results, answered, refused);
    if (marked || open.connection.status === 'needs_attention') return ATTENTION_WAIT;
    if (refusedFor === null) return null;
    // Beginning again with the very first free call would spend it on the same first page.
    const share = posts.length > FEW ? descriptor.rateBudgets.read.perSeconds / 4 : 0;
    return Math.max(refusedFor, share);
  }

  /** `null` where nobody can use the connection: deleted, or sealed under a key that is not here. */
  private async open(
    connectionId: string,
    onRefused: (seconds: number) => void,
  ): Promise<OpenConnection | null> {
    const timeoutMs = this.config.upstreamTimeoutSeconds * 1000;
    try {
      return await this.connections.open(connectionId, { timeoutMs, background: true, onRefused });
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
    answered: number,
    refused: boolean,
  ): Promise<boolean> {
    const { id: connectionId, providerId } = open.connection;
    const errors = results.flatMap((result) => (result.outcome === 'failed' ? [result.error] : []));
    const error = worst(errors, answered > 0);
    if (errors[0] !== undefined && !refused) {
      this.logger.warn(`${connectionId}: some states could not be read: ${errors[0].message}`);
    }
    if (answered > 0 || !refused || (error !== null && askedPause(error) !== null)) {
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
