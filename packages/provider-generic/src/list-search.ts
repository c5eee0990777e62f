/**
 * The search for one target's post among the rows of a list. Any doubt (a row that does not say enough, a second
 * one that fits) makes it unsure: a post of somebody else taken for ours would be ours lost.
 */
import type { ReferenceData, SubmissionTarget } from '@postern/core';
import { utcOf } from '@postern/provider-kit';
import type { Manifest } from './manifest-schema';
import { ownRow } from './post-rows';
import { createdAtOf, MOST_SKEW_MS } from './post-times';
import { plainText, readAtRoot } from './reply-posts';
import { readPostRow, readReferenceData, type PostRow } from './response-reader';
import type { CallWork } from './submit-work';

export type Found =
  { kind: 'one'; row: PostRow & { id: string }; data: ReferenceData } | { kind: 'none' } | UnsureFound;
type UnsureFound = { kind: 'unsure'; reason: string };

export interface Search {
  /** `skew`: of the clock that wrote it, milliseconds ahead of ours; `null` where nobody can say. */
  see(element: unknown, skew: number | null): Promise<void>;
  /** True once nothing that follows can be the post. */
  isPast(): boolean;
  result(): Promise<Found>;
}

/** Equal posts from shortly before the attempt make it unsure which is which. */
const BEFORE_MS = 10 * 60_000;
const TOO_LITTLE = 'A post that could be this one does not say enough of itself.';

export function newSearch(work: CallWork, target: SubmissionTarget, postCount: number): Search {
  return work.engine.manifest.find?.by === 'reference'
    ? new ReferenceSearch(work, target, postCount)
    : new ContentSearch(work, target, postCount);
}

/** By what was sent as `post.reference`, which is certain. */
class ReferenceSearch implements Search {
  /** By id, as a list that moves while it is walked shows rows twice. */
  private readonly found = new Map<string, { element: unknown; row: PostRow & { id: string } }>();
  private isVague = false;
  private sawOlder = false;

  constructor(
    private readonly work: CallWork,
    private readonly target: SubmissionTarget,
    private readonly postCount: number,
  ) {}

  async see(element: unknown, skew: number | null): Promise<void> {
    const { engine, ctx, key, submission } = this.work;
    const madeAt = createdAtOf(engine, element, this.target);
    const isOlder = madeAt !== null && isBefore(submission.firstAttemptAt, madeAt, skew);
    this.sawOlder ||= isOlder;
    const row = await readPostRow(engine, ctx, element, this.target);
    const { reference } = row.echo;
    if (reference === key && row.id !== null) {
      this.found.set(row.id, { element, row: { ...row, id: row.id } });
      return;
    }
    // Should the list not repeat references after all, its silence must not be taken for an absence.
    const isSilent =
      reference === null && !isOlder && mayBe(this.work, this.target, this.postCount, element, row);
    this.isVague ||= reference === key || isSilent;
  }

  isPast(): boolean {
    return this.work.engine.manifest.find?.newestFirst === true && this.sawOlder;
  }

  result(): Promise<Found> {
    const [only, ...others] = this.found.values();
    if (others.length > 0) return Promise.resolve(unsure('Several posts bear the reference.'));
    if (only) return Promise.resolve(foundAs(this.work, this.target, only.element, only.row));
    return Promise.resolve(this.isVague ? unsure(TOO_LITTLE) : { kind: 'none' });
  }
}

interface Candidate {
  element: unknown;
  row: PostRow & { id: string };
  /** By our clock. */
  createdAt: number;
  /** The upstream may have cut its time to the second. */
  wholeSecond: boolean;
}

/** The one post that was made for that account with that text since the first attempt. */
class ContentSearch implements Search {
  private readonly candidates = new Map<string, Candidate>();
  private readonly since: number;
  private readonly find: Manifest['find'];
  private isVague = false;
  private sawOlder = false;

  constructor(
    private readonly work: CallWork,
    private readonly target: SubmissionTarget,
    private readonly postCount: number,
  ) {
    this.since = work.submission.firstAttemptAt;
    this.find = work.engine.manifest.find;
  }

  async see(element: unknown, skew: number | null): Promise<void> {
    const { engine, ctx } = this.work;
    const stamp = createdAtOf(engine, element, this.target);
    if (stamp !== null && isBefore(this.since, stamp, skew)) {
      this.sawOlder = true;
      return;
    }
    const row = await readPostRow(engine, ctx, element, this.target);
    if (!mayBe(this.work, this.target, this.postCount, element, row)) return;
    if (stamp === null || row.id === null || !this.isTold(element, row)) {
      this.isVague = true;
      return;
    }
    const createdAt = stamp - (skew ?? 0);
    const wholeSecond = Number.isInteger(stamp / 1_000);
    this.candidates.set(row.id, { element, row: { ...row, id: row.id }, createdAt, wholeSecond });
  }

  isPast(): boolean {
    return this.find?.newestFirst === true && this.sawOlder;
  }

  result(): Promise<Found> {
    return Promise.resolve(this.chosen());
  }

  private chosen(): Found {
    const [only, ...others] = this.candidates.values();
    if (this.isVague) return unsure(TOO_LITTLE);
    if (!only) return { kind: 'none' };
    if (others.length > 0) return unsure('Several posts fit.');
    // Many upstreams keep whole seconds.
    const begun = only.wholeSecond ? this.since - 1_000 : this.since;
    if (only.createdAt < begun) return unsure('A post that fits was made before the attempt.');
    return foundAs(this.work, this.target, only.element, only.row);
  }

  private isTold(element: unknown, { echo }: PostRow): boolean {
    const { engine } = this.work;
    const { found } = ownRow(engine, element, this.target);
    // A post without rows yet, of one target, may tell its account all the same.
    const isOwn = found === 'own' || (found === 'none' && echo.account !== null && this.postCount === 1);
    const hasAccount = echo.account !== null || engine.manifest.post.rows !== undefined;
    const fits = echo.platform === null || echo.platform === this.target.platform;
    return isOwn && hasAccount && echo.text !== null && fits;
  }
}

/**
 * Whether a post was made so long before the attempt that it cannot be its own. What a clock wrote that nobody can
 * judge tells that later only: a post must not be missed because its upstream's clock is behind.
 */
function isBefore(since: number, stamp: number, skew: number | null): boolean {
  const slack = skew === null ? BEFORE_MS + MOST_SKEW_MS : BEFORE_MS;
  return stamp - (skew ?? 0) < since - slack;
}

/** Whether nothing in the row says that it is another post. */
function mayBe(
  { engine, key }: CallWork,
  target: SubmissionTarget,
  postCount: number,
  element: unknown,
  { echo }: PostRow,
): boolean {
  if (echo.account !== null && echo.account !== target.accountReference) return false;
  if (echo.reference !== null && echo.reference !== key) return false;
  if (echo.text !== null && plainText(echo.text) !== plainText(target.content.text)) return false;
  // Rows of other accounts alone, in a call that was for this one alone.
  return postCount > 1 || ownRow(engine, element, target).found !== 'others';
}

function foundAs(
  { engine, ctx, submission }: CallWork,
  target: SubmissionTarget,
  element: unknown,
  row: PostRow & { id: string },
): Found {
  const at = submission.scheduledAt ?? utcOf(ctx.now());
  return { kind: 'one', row, data: readReferenceData(readAtRoot(engine, '$'), element, target, at) };
}

function unsure(reason: string): UnsureFound {
  return { kind: 'unsure', reason };
}
