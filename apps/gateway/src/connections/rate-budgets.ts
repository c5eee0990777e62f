import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { RateBudget } from '@postern/core';
import type { Acquired } from '@postern/provider-kit';
import { DataSource } from 'typeorm';
import { Batch } from '../database/batch';
import { prepared } from '../database/prepared';
import { isDatabaseUnreachable } from '../database/database-errors';
import { asGateway } from '../http/request-context';

export type BudgetKind = 'read' | 'write';

/** Who asks in the background takes no more than this of a budget: the rest is for people and hand-overs. */
export const BACKGROUND_SHARE = 0.8;

// In the order of the rows, so that two processes that ask for many at once cannot wait for each other. A crash
// of the database may forget the last moment's calls; that is worth not waiting for its disk at each of them.
const ACQUIRE = prepared(
  'acquire_budgets',
  `
select i.place, acquire_rate_budget(i.connection, i.kind, i.most, i.period, i.share) as wait
from (select set_config('synchronous_commit', 'off', true)) relaxed, (select * from jsonb_to_recordset($1::jsonb)
  as i(place int, connection text, kind text, most int, period int, share float8)
  order by i.connection, i.kind, i.place) i`,
);
/** Calls that one statement asks for. */
const MOST = 200;

/** Outlasts one lost session, and is over long before the lease of whoever asks. */
const TRIES = 3;
const PAUSE_MS = 150;

interface Asked {
  connection: string;
  kind: BudgetKind;
  most: number;
  period: number;
  share: number;
}

/**
 * The budget could not be asked, so nothing was sent by this call. It is no refusal of anybody: whoever
 * catches it has learned nothing of the upstream, and may try again once the database is back.
 */
export class RateBudgetUnavailableError extends Error {
  override readonly name = 'RateBudgetUnavailableError';
  constructor(cause: unknown) {
    super('The rate budget could not be asked, so nothing was sent.', { cause });
  }
}

/**
 * Keeps each connection below its provider's limits, reads and writes apart, for all processes together: the
 * counters are one row per connection and class, and the migration that makes them says why they are shaped
 * as they are. Calls that are asked for at once share a round trip; none is needed while a refusal holds.
 */
@Injectable()
export class RateBudgets {
  /** Until when (milliseconds, own monotonic clock) a refusal holds: others only make the budget smaller. */
  private readonly refusals = new Map<string, number>();

  private readonly batch = new Batch((asked: Asked[]) => this.ask(asked), MOST);

  constructor(private readonly db: DataSource) {}

  /**
   * Takes one call, if no sliding window of the budget's period then holds more calls than its limit.
   *
   * @param share how much of the limit the caller may fill, 0 to 1
   * @throws RateBudgetUnavailableError
   */
  async acquire(connectionId: string, kind: BudgetKind, budget: RateBudget, share = 1): Promise<Acquired> {
    const name = `${connectionId} ${kind} ${share}`;
    const holds = (this.refusals.get(name) ?? 0) - performance.now();
    if (holds > 0) return refused(holds / 1000);
    const asked = { connection: connectionId, kind, most: budget.limit, period: budget.perSeconds, share };
    const seconds = await this.batch.add(asked);
    if (seconds === null) {
      this.refusals.delete(name);
      return { ok: true };
    }
    this.refusals.set(name, performance.now() + seconds * 1000);
    return refused(seconds);
  }

  private async ask(asked: readonly Asked[]): Promise<(number | null)[]> {
    const items = JSON.stringify(asked.map((one, place) => ({ ...one, place })));
    for (let left = TRIES - 1; ; left--) {
      try {
        // Requests of several workspaces may be asked for together.
        const rows = await asGateway(() =>
          this.db.query<{ place: number; wait: number | null }[]>(ACQUIRE, [items]),
        );
        const waits = new Map(rows.map(({ place, wait }) => [place, wait]));
        return asked.map((_one, place) => waits.get(place) ?? null);
      } catch (error) {
        // A call that was granted, but whose reply got lost, stays spent: that errs on the safe side.
        if (left === 0 || !isDatabaseUnreachable(error)) throw new RateBudgetUnavailableError(error);
        await pause(PAUSE_MS);
      }
    }
  }
}

/** Whole seconds, as everything that waits counts them. */
function refused(seconds: number): Acquired {
  return { ok: false, retryAfter: Math.max(1, Math.ceil(seconds)) };
}
