import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { WebhookHint } from '@postern/core';
import { Batch } from '../database/batch';
import { isDatabaseUnreachable, isDeadlock } from '../database/database-errors';
import { asGateway } from '../http/request-context';
import { isStorable } from '../http/json-body';
import { HookHints } from './hook-hints';
import { HooksRepository, type HookToStore, type StoredHook } from './hooks.repository';

/** Hooks that one statement stores. */
const MOST = 200;
const TRIES = 3;

/**
 * An upstream may tell of a post before its reply to our submission is recorded: what an event speaks of is looked for
 * again after so long, if it is not there.
 */
const AGAIN_MS = [500, 3_000];
/** A bound on memory. */
const MOST_LATER = 5_000;

/** An index row is short, and so is every event's own id. */
const MOST_CHARACTERS = 200;
/** An event speaks of one post, or of a few. */
const MOST_REFERENCES = 100;

/** Keeps genuine hooks, each once, and has the workers read what they speak of. */
@Injectable()
export class HookStore implements OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  private readonly later = new Set<NodeJS.Timeout>();
  private readonly batch = new Batch((hooks: HookToStore[]) => this.store(hooks), MOST);

  constructor(
    private readonly repository: HooksRepository,
    private readonly hints: HookHints,
  ) {}

  onApplicationShutdown(): void {
    for (const timer of this.later) clearTimeout(timer);
  }

  /** @returns whether the event is new. Resolves when it is stored */
  async keep(connectionId: string, hint: WebhookHint): Promise<boolean> {
    const hook = { connectionId, hint: storable(hint), again: false };
    const { fresh, hinted } = await this.batch.add(hook);
    if (fresh) this.follow(hook, hinted, AGAIN_MS);
    return fresh;
  }

  private follow(hook: HookToStore, hinted: boolean, [ms, ...rest]: readonly number[]): void {
    if (hinted) return this.hints.add(hook.connectionId);
    if (ms === undefined || hook.hint.references.length === 0 || this.later.size >= MOST_LATER) return;
    const timer = setTimeout(() => {
      this.later.delete(timer);
      this.batch.add({ ...hook, again: true }).then(
        (stored) => this.follow(hook, stored.hinted, rest),
        (error: unknown) => {
          if (!isDatabaseUnreachable(error)) this.logger.error({ msg: 'A hook got lost.', err: error });
        },
      );
    }, ms);
    this.later.add(timer);
  }

  private async store(hooks: HookToStore[]): Promise<StoredHook[]> {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await asGateway(() => this.repository.store(hooks));
      } catch (error) {
        // The writer of posts locks them in an order of its own.
        if (left === 0 || !isDeadlock(error)) throw error;
      }
    }
  }
}

/** What an upstream says fits into the table, whatever it is. */
function storable({ dedupeKey, type, references, concernsAccount }: WebhookHint): WebhookHint {
  const short = (text: string) => text.length <= MOST_CHARACTERS && isStorable(text);
  return {
    dedupeKey: short(dedupeKey) ? dedupeKey : createHash('sha256').update(dedupeKey).digest('hex'),
    type: short(type) ? type : 'unreadable',
    references: references.filter(short).slice(0, MOST_REFERENCES),
    concernsAccount,
  };
}
