import type { PacedDelay } from '../frame/clock';
import { wordsFor } from '../frame/platform-words';
import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import type { Announcer } from './announcer';
import type { Board } from './board';
import type { UpstreamDescription } from './description';
import { freshDigits } from './ids';
import type { DescribedState, Failure, Group, Outcome, Row } from './model';

const PICK_UP: PacedDelay = { realMs: 1_000, compressedMs: 300 };
const SENDING: PacedDelay = { realMs: 3_000, compressedMs: 900 };
/** One row after the other, so that a group is for a while final in part. */
const BETWEEN_ROWS: PacedDelay = { realMs: 1_000, compressedMs: 300 };
const RETRY: PacedDelay = { realMs: 180_000, compressedMs: 1_000 };

const OWN_WORDS = ['fail-network', 'fail-odd', 'retry-once'] as const;

/** Moves groups: scheduled or queued → publishing, each row to its end → done. */
export class Publisher {
  constructor(
    private readonly context: SimContext,
    private readonly description: UpstreamDescription,
    private readonly slice: Slice<DescribedState>,
    private readonly board: Board,
    private readonly announcer: Announcer,
  ) {}

  /** Moves whatever is due. Returns whether anything changed. */
  advance(): boolean {
    const nowMs = this.context.clock.steady();
    let changed = false;
    for (let step = this.board.next(nowMs); step !== undefined; step = this.board.next(nowMs)) {
      if (step.row === null) this.begin(step.group);
      else this.step(step.group, step.row);
      changed = true;
    }
    return changed;
  }

  /** Within a moment. */
  queue(group: Group): void {
    group.phase = 'queued';
    group.nextStepAtMs = this.inWhile(PICK_UP);
    this.board.moved({ group, row: null });
  }

  /** Before the caller has the answer; what is `#stuck` stays under way. */
  atOnce(group: Group): void {
    this.begin(group);
    for (const row of group.rows) if (row.nextStepAtMs !== null) this.end(group, row);
  }

  private begin(group: Group): void {
    group.phase = 'publishing';
    group.nextStepAtMs = null;
    group.updatedAt = this.context.clock.iso();
    const pending = group.rows.filter(({ phase }) => phase === 'waiting');
    if (pending.length === 0) this.finish(group, group.updatedAt);
    pending.forEach((row, index) => {
      row.phase = 'publishing';
      row.outcome = this.decide(row);
      const waitMs = this.inWhile(SENDING) + index * this.context.clock.delay(BETWEEN_ROWS);
      row.nextStepAtMs = row.outcome === 'stuck' ? null : waitMs;
      this.board.moved({ group, row });
    });
  }

  private step(group: Group, row: Row): void {
    if (row.phase === 'retrying') {
      row.phase = 'publishing';
      row.nextStepAtMs = this.inWhile(SENDING);
      this.board.moved({ group, row });
      return;
    }
    if (this.description.retries === true && !row.isRetried && isPassing(row.outcome)) {
      row.phase = 'retrying';
      row.isRetried = true;
      row.nextStepAtMs = this.inWhile(RETRY);
      this.board.moved({ group, row });
      return;
    }
    this.end(group, row);
  }

  /** Uses up a matching fault rule: once for each row. */
  private decide({ platform, accountId, texts }: Row): Outcome {
    const words = wordsFor(platform.toLowerCase(), texts.join('\n'));
    const own = OWN_WORDS.find((word) => words.includes(`#${word}`));
    return own ?? this.context.faults.ofOutcome(this.description.name, accountId, words) ?? 'published';
  }

  private end(group: Group, row: Row): void {
    const at = this.context.clock.iso();
    row.nextStepAtMs = null;
    row.finalAt = at;
    row.failure = this.failureOf(group, row);
    row.phase = row.failure === null ? 'published' : 'failed';
    if (row.failure === null && this.description.inboxOnly?.(row) !== true) this.publish(group, row, at);
    group.updatedAt = at;
    this.announcer.tell('row', group, row);
    this.finish(group, at);
  }

  private finish(group: Group, at: string): void {
    if (
      !group.rows.every(({ phase }) => phase !== 'waiting' && phase !== 'publishing' && phase !== 'retrying')
    )
      return;
    group.phase = 'done';
    group.doneAt = at;
    this.announcer.tell('done', group);
  }

  private failureOf({ customer }: Group, { accountId, outcome }: Row): Failure | null {
    const owner = this.slice.value.customers.find(({ number }) => number === customer);
    const account = owner?.accounts.find(({ id }) => id === accountId);
    if (account === undefined || account.status === 'expired') return 'fail-auth';
    switch (outcome) {
      case 'published':
      case 'no-url':
      case 'stuck':
      case 'retry-once':
      case null:
        return null;
      default:
        return outcome;
    }
  }

  private publish(group: Group, row: Row, publishedAt: string): void {
    for (const [index, text] of row.texts.entries()) {
      const liveId = `19${freshDigits(17)}`;
      const url = `https://${row.platform.toLowerCase()}.example/${encodeURIComponent(row.handle)}/${liveId}`;
      if (index === 0) {
        row.liveId = liveId;
        row.liveUrl = row.outcome === 'no-url' ? null : url;
      }
      const media = index === 0 ? row.mediaUrls : [];
      this.context.network.publish({
        upstream: this.description.name,
        platform: row.platform,
        account: row.accountId,
        url,
        text,
        mediaCount: media.length,
        media: media.map(() => ({ contentType: null, sizeBytes: null, sha256: null })),
        publishedAt,
        sourcePostId: group.id,
      });
    }
  }

  private inWhile(wait: PacedDelay): number {
    return this.context.clock.steady() + this.context.clock.delay(wait);
  }
}

function isPassing(outcome: Outcome | null): boolean {
  return outcome === 'retry-once' || outcome === 'fail-rate' || outcome === 'fail-server';
}
