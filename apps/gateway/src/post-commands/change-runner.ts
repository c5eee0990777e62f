import { Inject, Injectable, Logger } from '@nestjs/common';
import { publishError, type PublishError } from '@postern/core';
import { CONFIG, type Config } from '../config/config';
import {
  ConnectionContexts,
  ConnectionGoneError,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { capped } from '../posts/read-cadence';
import { EvidenceRecorder } from '../publishing/evidence';
import { budgetDelay, isBudgetRefusal, retryDelay } from '../publishing/retry-policy';
import { ConnectionAttention } from '../traffic/connection-attention';
import { Traffic } from '../traffic/traffic';
import { ChangeRecorder, type Heard } from './change-recorder';
import { askCancel, askReschedule, retryShown, type Verdict } from './change-verdict';
import { ChangesRepository } from './changes.repository';
import { inChangeSpan } from './change-span';
import { ChangeLostError, type ClaimedChange } from './claimed-change';

/** Overdue commands that one process carries at once beside those of its queue. */
const MOST_AT_ONCE = 20;
/** A caller waits for the end: the pause between two tries stays short. */
const LONGEST_PAUSE_MS = 60_000;
/** Where another worker is at the post: a look at it after so long. */
const WAIT_MS = 1_000;

/**
 * Carries pending commands to their providers. What was asked for is in the command's row, and a command that
 * may have been sent before is looked at first: so it may die between any two lines, and another goes on.
 */
@Injectable()
export class ChangeRunner {
  private readonly logger = new Logger('Commands');
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly changes: ChangesRepository,
    private readonly recorder: ChangeRecorder,
    private readonly connections: ConnectionContexts,
    private readonly attention: ConnectionAttention,
    private readonly traffic: Traffic,
  ) {}

  /**
   * Does nothing where the command is not due, has ended, or is held by somebody else.
   *
   * @param probes connections whose open breaker it may pass
   */
  async run(commandId: string, probes: readonly string[] = []): Promise<void> {
    const claimed = await this.changes.claim(commandId, this.config.leaseSeconds, probes);
    if (claimed.length > 0) await inChangeSpan(commandId, claimed, () => this.carry(claimed));
  }

  /** Begins every command that is due and that no job has brought; one that is slow keeps no other waiting. */
  async sweep(): Promise<void> {
    const free = MOST_AT_ONCE - this.running.size;
    if (free <= 0) return;
    const probes = await this.traffic.takeChangeProbes();
    for (const id of await this.changes.overdue(free, probes)) {
      if (this.running.has(id)) continue;
      const run = this.run(id, probes).catch((error: unknown) => {
        this.logger.warn(`The command ${id} was not carried out yet: ${String(error)}`);
      });
      this.running.set(
        id,
        run.finally(() => this.running.delete(id)),
      );
    }
  }

  /** Resolves when what the sweep has begun has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async carry(claimed: readonly ClaimedChange[]): Promise<void> {
    const stopRenewing = this.keepLeases(claimed);
    try {
      const asks: ClaimedChange[] = [];
      for (const change of claimed) {
        await this.unlessLost(async () => {
          const step = await this.recorder.prepare(change);
          if (step === 'ask') asks.push(change);
          if (step === 'wait') await this.changes.postpone(change, WAIT_MS, null, []);
        });
      }
      if (asks.length > 0) await this.ask(asks);
    } finally {
      stopRenewing();
    }
  }

  /** All of one connection; more than one only to be read before a retry. */
  private async ask(changes: readonly ClaimedChange[]): Promise<void> {
    const evidence = new EvidenceRecorder();
    const connection = await this.open(changes, evidence);
    if (connection === null) return;
    const verdicts = await this.verdictsOf(connection, changes);
    const { pollCadence } = connection.provider.descriptor;
    const heard: Heard = {
      exchanges: evidence.exchanges,
      cadence: capped(pollCadence, this.config.pollCapSeconds),
    };
    for (const change of changes) {
      const verdict = verdicts.get(change.id);
      if (verdict !== undefined) await this.unlessLost(() => this.end(connection, change, verdict, heard));
    }
    await this.sample(connection, [...verdicts.values()], evidence);
  }

  private async open(
    changes: readonly ClaimedChange[],
    evidence: EvidenceRecorder,
  ): Promise<OpenConnection | null> {
    const [first] = changes;
    if (first === undefined) return null;
    try {
      return await this.connections.open(first.connectionId, {
        onExchange: (exchange) => evidence.add(exchange),
        timeoutMs: this.config.upstreamTimeoutSeconds * 1000,
      });
    } catch (error) {
      if (!(error instanceof ConnectionUnusableError)) throw error;
      // A connection that was deleted just now ends the command at its next turn.
      const code = error instanceof ConnectionGoneError ? 'CONNECTION_DISABLED' : 'INTERNAL';
      const cause = publishError({ code, message: error.message });
      for (const change of changes) await this.unlessLost(() => this.postpone(change, cause, []));
      return null;
    }
  }

  private async verdictsOf(
    { provider, context }: OpenConnection,
    changes: readonly ClaimedChange[],
  ): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    try {
      const retries = changes.filter(({ kind }) => kind === 'retry');
      if (retries.length > 0) {
        const shown = await provider.read(
          context,
          retries.map(({ reference }) => reference),
        );
        const byPost = new Map(shown.map((result) => [result.postId, result]));
        for (const change of retries) verdicts.set(change.id, retryShown(change, byPost.get(change.postId)));
      }
      for (const change of changes.filter(({ kind }) => kind !== 'retry')) {
        const sending = (cancels: boolean) => this.changes.markSent(change, cancels);
        const talk = { provider, ctx: context, change, sending };
        verdicts.set(change.id, await (change.kind === 'cancel' ? askCancel(talk) : askReschedule(talk)));
      }
    } catch (error) {
      if (error instanceof ChangeLostError) {
        this.logger.warn(error.message);
        return verdicts;
      }
      // A defect of the provider: what it did is looked at at the next turn.
      this.logger.error(`${provider.descriptor.id} threw while a post was changed: ${String(error)}`);
      const cause = publishError({ code: 'INTERNAL', message: String(error) });
      for (const { id } of changes)
        if (!verdicts.has(id)) verdicts.set(id, { outcome: 'later', error: cause });
    }
    return verdicts;
  }

  private async end(
    connection: OpenConnection,
    change: ClaimedChange,
    verdict: Verdict,
    heard: Heard,
  ): Promise<void> {
    if (verdict.outcome === 'refused' && (await this.isDown(connection, change, verdict.error))) {
      return this.postpone(change, verdict.error, heard.exchanges);
    }
    if (verdict.outcome === 'later') {
      if (!change.last) return this.postpone(change, verdict.error, heard.exchanges);
      await this.recorder.record(change, { outcome: 'refused', error: verdict.error }, heard);
      return;
    }
    const { state, error } = await this.recorder.record(change, verdict, heard);
    const why = error === null ? '' : `, ${error.code}: ${error.message}`;
    this.logger.log(`${change.kind} of ${change.postId} (${change.id}): ${state}${why}`);
  }

  /** A connection that does not work is mended by a person, and the command waits for that. */
  private async isDown(
    connection: OpenConnection,
    change: ClaimedChange,
    error: PublishError,
  ): Promise<boolean> {
    if (error.category !== 'auth' || change.last) return false;
    const { accountReference } = change.reference;
    return (await this.attention.confirm(connection, error, [accountReference])) === 'connection';
  }

  private async postpone(change: ClaimedChange, error: PublishError, exchanges: unknown[]): Promise<void> {
    const { retryAfter } = error;
    const delay = isBudgetRefusal(error)
      ? budgetDelay(retryAfter)
      : Math.max(Math.min(LONGEST_PAUSE_MS, retryDelay(change.attempts, null)), (retryAfter ?? 0) * 1000);
    await this.changes.postpone(change, delay, error, exchanges);
    this.logger.warn(`${change.kind} of ${change.postId} (${change.id}) is tried again: ${error.message}`);
  }

  private async sample(
    connection: OpenConnection,
    verdicts: readonly Verdict[],
    evidence: EvidenceRecorder,
  ): Promise<void> {
    const errors = verdicts.flatMap((verdict) => ('error' in verdict ? verdict.error : []));
    const error = errors[0] ?? null;
    if (!evidence.anythingSent && error?.code !== 'NETWORK_ERROR') return;
    const { id, pausedAs: providerId } = connection.connection;
    await this.traffic.sample({
      connectionId: id,
      providerId,
      error,
      unknown: error?.code === 'OUTCOME_UNKNOWN',
    });
  }

  private async unlessLost(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ChangeLostError)) throw error;
      this.logger.warn(error.message);
    }
  }

  private keepLeases(changes: readonly ClaimedChange[]): () => void {
    const { leaseSeconds } = this.config;
    const timer = setInterval(
      () => {
        this.changes.renew(changes, leaseSeconds).catch((error: unknown) => {
          // The next fenced write finds out; until then the work goes on.
          this.logger.warn(`Could not renew the lease of a command: ${String(error)}`);
        });
      },
      (leaseSeconds * 1000) / 3,
    );
    return () => clearInterval(timer);
  }
}
