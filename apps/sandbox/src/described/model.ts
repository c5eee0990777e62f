/** What every described upstream keeps, whatever it calls it. All of it is plain JSON. */

/** Whatever else an upstream's API stores with a post and tells again. */
export type Extra = Record<string, unknown>;

export interface Account {
  /** As the API spells it; the network's entries carry it. */
  readonly id: string;
  /** As the API spells it: `twitter`, `TWITTER`, `x`. */
  readonly platform: string;
  readonly handle: string;
  /** `expired`: what is published there fails for its token. */
  readonly status: 'connected' | 'expired';
  /** Which part of the customer it belongs to (a profile, a team); absent = the main one. */
  readonly scope?: string;
}

/** Whoever has an API key. */
export interface Customer {
  readonly number: number;
  readonly apiKey: string;
  readonly accounts: readonly Account[];
  /** What else the API needs (a profile key, a team's id); shown with the seeds. */
  readonly extra: Readonly<Record<string, string>>;
  /** ISO-8601 UTC; lists that lag leave out what is younger. */
  readonly createdAt: string;
}

/**
 * Where a group is, in words of our own; each description has its API's for the wire.
 * `held`: waits for a human (paused, to be approved); `queued`: taken, not begun; `done`: every row is final.
 */
export type GroupPhase = 'draft' | 'held' | 'scheduled' | 'queued' | 'publishing' | 'done' | 'canceled';

/** `waiting`: before anything of it was sent. `unpublished`: was live, and was taken down again. */
export type RowPhase =
  'waiting' | 'publishing' | 'retrying' | 'published' | 'failed' | 'unpublished' | 'canceled';

/** Why the network did not take it; a description maps each to its API's words. */
export type Failure =
  'fail-auth' | 'fail-content' | 'fail-rate' | 'fail-server' | 'fail-network' | 'fail-odd';

export type Outcome = Failure | 'published' | 'no-url' | 'stuck' | 'retry-once';

/** One account's part of a group. */
export interface Row {
  readonly id: string;
  readonly accountId: string;
  readonly platform: string;
  /** The account's name at that time. */
  readonly handle: string;
  /** First the post, then its replies; each is one entry of the network. */
  texts: string[];
  mediaUrls: string[];
  phase: RowPhase;
  outcome: Outcome | null;
  failure: Failure | null;
  /** Id and address at the network; null = not live, or (the address, with `#no-url`) not told. */
  liveId: string | null;
  liveUrl: string | null;
  /** ISO-8601 UTC: when it became final. */
  finalAt: string | null;
  isRetried: boolean;
  /** On the steady clock, in milliseconds: its next step; null = none. */
  nextStepAtMs: number | null;
  extra: Extra;
}

/** What one create call made. */
export interface Group {
  readonly id: string;
  /** Number of the customer. */
  readonly customer: number;
  readonly scope: string;
  text: string;
  phase: GroupPhase;
  rows: Row[];
  /** ISO-8601 UTC, like all times here. */
  scheduledAt: string | null;
  readonly createdAt: string;
  updatedAt: string;
  /** When the last row became final. */
  doneAt: string | null;
  /** Deleted without a trace: no read finds it, though what is under way still goes out. */
  isRemoved: boolean;
  nextStepAtMs: number | null;
  extra: Extra;
}

/** A registered webhook receiver. */
export interface Receiver {
  readonly id: string;
  readonly customer: number;
  url: string;
  /** Of attempts from now on. */
  secret: string;
  /** What else the API keeps with it, and tells. */
  name?: string;
  /** null = all. */
  events: readonly string[] | null;
}

/** A used idempotency key. */
export interface UsedKey {
  readonly groupId: string;
  /** On the steady clock. */
  readonly atMs: number;
  /** The first reply, for APIs that answer it again. */
  readonly body: unknown;
}

export interface DescribedState {
  customers: Customer[];
  groups: Group[];
  receivers: Receiver[];
  /** By customer and key. */
  usedKeys: Record<string, UsedKey>;
}

/** How a group ended, or stands: of its rows alone, for no group word can be trusted to say it. */
export function resultOf({ rows }: Group): 'none' | 'published' | 'partial' | 'failed' {
  const live = rows.filter(({ phase }) => phase === 'published').length;
  const failed = rows.filter(({ phase }) => phase === 'failed').length;
  if (live === 0) return failed === 0 ? 'none' : 'failed';
  return failed === 0 ? 'published' : 'partial';
}
