import { Injectable } from '@nestjs/common';
import type { RateBudget } from '@postern/core';
import type { Acquired } from '@postern/provider-kit';

/**
 * Keeps each connection below its provider's limits, reads and writes apart, over a sliding window.
 * Counted in this process: the API asks the provider rarely, and one worker does the rest.
 */
@Injectable()
export class RateBudgets {
  private readonly spent = new Map<string, number[]>();

  acquire(connectionId: string, kind: 'read' | 'write', budget: RateBudget, now = Date.now()): Acquired {
    const name = `${connectionId} ${kind}`;
    const since = now - budget.perSeconds * 1000;
    const times = (this.spent.get(name) ?? []).filter((time) => time > since);
    this.spent.set(name, times);
    const [oldest] = times;
    if (times.length >= budget.limit && oldest !== undefined) {
      return { ok: false, retryAfter: Math.max(1, Math.ceil((oldest - since) / 1000)) };
    }
    times.push(now);
    return { ok: true };
  }
}
