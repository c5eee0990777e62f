import { freshHex } from './ids';
import type { Announcer } from './announcer';
import type { Board } from './board';
import type { UpstreamDescription } from './description';
import type { Account, DescribedState, Extra, Failure, Group, Receiver, Row, UsedKey } from './model';
import type { Publisher } from './publisher';
import type { SimClock } from '../frame/clock';
import type { Slice } from '../frame/state-store';

/** What a create call asks for, as the description read it. */
export interface NewPost {
  /** Default: as the description makes ids. */
  readonly id?: string;
  readonly text: string;
  readonly rows: readonly NewRow[];
  readonly timing: Timing;
  readonly extra?: Extra;
}

export interface NewRow {
  readonly id?: string;
  readonly account: Account;
  /** The post and its replies; default: the group's text. */
  readonly texts?: readonly string[];
  readonly mediaUrls?: readonly string[];
  /** It has failed before it began: the others of the group go out without it. */
  readonly failure?: Failure;
  readonly extra?: Extra;
}

/**
 * `now`: within a moment; `at-once`: before the call is answered; `at`: at an ISO time, and at once if that is
 * past (to clamp or refuse it is the description's); `held`: waits for a human.
 */
export type Timing =
  | { readonly kind: 'now' | 'at-once' | 'draft' }
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'held'; readonly at: string | null };

export interface TwinQuery {
  readonly accountId: string;
  readonly texts: readonly string[];
  readonly mediaUrls: readonly string[];
  readonly withinMs: number;
  /** Whether a row of the same content keeps another one out. */
  readonly counts: (row: Row) => boolean;
}

/** What the engine lends to every call of one upstream. */
export interface DeskParts {
  readonly description: UpstreamDescription;
  readonly slice: Slice<DescribedState>;
  readonly clock: SimClock;
  readonly board: Board;
  readonly publisher: Publisher;
  readonly announcer: Announcer;
}

/** The posts of one customer's scope, as one call sees and changes them. */
export class Desk {
  /** @param newestMs what is younger is in no list of this call */
  constructor(
    private readonly parts: DeskParts,
    private readonly customer: number,
    private readonly scope: string,
    private readonly newestMs: number,
  ) {}

  create({ id, text, rows, timing, extra = {} }: NewPost): Group {
    const { description, clock, board, announcer } = this.parts;
    const at = clock.iso();
    const group: Group = {
      id: id ?? description.ids?.group?.() ?? freshHex(24),
      customer: this.customer,
      scope: this.scope,
      text,
      phase: 'draft',
      rows: rows.map((row) => this.row(row, text)),
      scheduledAt: null,
      createdAt: at,
      updatedAt: at,
      doneAt: null,
      isRemoved: false,
      nextStepAtMs: null,
      extra,
    };
    board.add(group);
    announcer.tell('created', group);
    this.time(group, timing);
    return group;
  }

  /** By its own id. */
  get(id: string): Group | undefined {
    const group = this.parts.board.get(id);
    return group !== undefined && this.isMine(group) ? group : undefined;
  }

  /** By the id of a row, or an alias. */
  byOtherId(id: string): Group | undefined {
    const group = this.parts.board.mentioned(id);
    return group !== undefined && group.id !== id && this.isMine(group) ? group : undefined;
  }

  /** Another id by which `byOtherId` finds the group. */
  alias(group: Group, id: string): void {
    this.parts.board.alias(group, id);
  }

  /** Newest first, as a list shows them: without those that lag or are removed. */
  list(): Group[] {
    return this.parts.board
      .ofCustomer(this.customer)
      .filter((group) => this.isMine(group) && Date.parse(group.createdAt) <= this.newestMs)
      .toReversed();
  }

  /** Gives a draft or what was held, scheduled or canceled another time. */
  time(group: Group, timing: Timing): void {
    const { publisher, board, announcer } = this.parts;
    group.updatedAt = this.parts.clock.iso();
    if (group.phase === 'done' || group.phase === 'canceled') group.rows.forEach(again);
    group.scheduledAt = timing.kind === 'at' || timing.kind === 'held' ? timing.at : null;
    switch (timing.kind) {
      case 'now':
        publisher.queue(group);
        return;
      case 'at-once':
        publisher.atOnce(group);
        return;
      case 'at':
        group.phase = 'scheduled';
        board.moved({ group, row: null });
        announcer.tell('scheduled', group);
        return;
      case 'draft':
      case 'held':
        group.phase = timing.kind;
    }
  }

  /** Other content, and other accounts; only of what has not begun. Follow it with `time`. */
  rewrite(group: Group, text: string, rows: readonly NewRow[]): void {
    group.text = text;
    group.rows = rows.map((row) => this.row(row, text));
    for (const { id } of group.rows) this.parts.board.index(id, group);
  }

  /** Content was changed in place. */
  updated(group: Group): void {
    group.updatedAt = this.parts.clock.iso();
    this.parts.announcer.tell('updated', group);
  }

  /** Stays to be read as canceled. What is under way already goes out: ask `phase` first. */
  cancel(group: Group): void {
    group.phase = 'canceled';
    group.updatedAt = this.parts.clock.iso();
    for (const row of group.rows) if (row.phase === 'waiting') row.phase = 'canceled';
    this.parts.announcer.tell('canceled', group);
  }

  /** Gone without a trace. What had not begun never goes out; what has, does. */
  remove(group: Group): void {
    if (group.phase !== 'publishing' && group.phase !== 'done') group.phase = 'canceled';
    group.isRemoved = true;
    this.parts.announcer.tell('removed', group);
  }

  /** Takes live rows down from their networks; the network still counts what it once showed. */
  unpublish(group: Group): void {
    for (const row of group.rows) if (row.phase === 'published') row.phase = 'unpublished';
    this.updated(group);
  }

  /** Failed rows once more, and only those. */
  retry(group: Group): void {
    group.rows.forEach(again);
    group.doneAt = null;
    this.parts.publisher.queue(group);
  }

  /** What this idempotency key made, if that was within so many milliseconds. */
  remembered(key: string, withinMs = Infinity): { group: Group; body: unknown } | null {
    const used = this.parts.slice.value.usedKeys[this.keyOf(key)];
    if (used === undefined || this.parts.clock.steady() - used.atMs > withinMs) return null;
    const group = this.parts.board.get(used.groupId);
    return group === undefined ? null : { group, body: used.body };
  }

  remember(key: string, group: Group, body: unknown = null): void {
    const used: UsedKey = { groupId: group.id, atMs: this.parts.clock.steady(), body };
    this.parts.slice.value.usedKeys[this.keyOf(key)] = used;
  }

  /** The latest row of that account within so many milliseconds with these texts and files that counts. */
  twin({ accountId, texts, mediaUrls, withinMs, counts }: TwinQuery): { group: Group; row: Row } | null {
    const sinceMs = this.parts.clock.now() - withinMs;
    const content = JSON.stringify([texts, mediaUrls]);
    for (const group of this.parts.board.ofCustomer(this.customer).toReversed()) {
      if (Date.parse(group.createdAt) < sinceMs) return null;
      if (!this.isMine(group)) continue;
      const row = group.rows.find(
        (candidate) =>
          candidate.accountId === accountId &&
          counts(candidate) &&
          JSON.stringify([candidate.texts, candidate.mediaUrls]) === content,
      );
      if (row !== undefined) return { group, row };
    }
    return null;
  }

  registerWebhook(url: string, secret: string, events: readonly string[] | null = null): Receiver {
    return this.parts.announcer.register(this.customer, url, secret, events);
  }

  /** The customer's registered receivers, oldest first. */
  webhooks(): Receiver[] {
    return this.parts.slice.value.receivers.filter(({ customer }) => customer === this.customer);
  }

  removeWebhook(receiver: Receiver): void {
    const { receivers } = this.parts.slice.value;
    receivers.splice(receivers.indexOf(receiver), 1);
  }

  private row({ id, account, texts, mediaUrls = [], failure, extra = {} }: NewRow, text: string): Row {
    return {
      id: id ?? this.parts.description.ids?.row?.() ?? freshHex(24),
      accountId: account.id,
      platform: account.platform,
      handle: account.handle,
      texts: [...(texts ?? [text])],
      mediaUrls: [...mediaUrls],
      phase: failure === undefined ? 'waiting' : 'failed',
      outcome: null,
      failure: failure ?? null,
      liveId: null,
      liveUrl: null,
      finalAt: failure === undefined ? null : this.parts.clock.iso(),
      isRetried: false,
      nextStepAtMs: null,
      extra,
    };
  }

  private isMine({ customer, scope, isRemoved }: Group): boolean {
    return customer === this.customer && scope === this.scope && !isRemoved;
  }

  private keyOf(key: string): string {
    return JSON.stringify([this.customer, this.scope, key]);
  }
}

/** What is not live is to be sent once more. */
function again(row: Row): void {
  if (row.phase === 'published') return;
  row.phase = 'waiting';
  row.failure = null;
  row.finalAt = null;
  row.liveId = null;
  row.liveUrl = null;
}
