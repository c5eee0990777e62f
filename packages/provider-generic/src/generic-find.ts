/** Finds the post of a submission in the upstream's list, where the manifest says how: by account, text, time. */
import type { LookupResult, ProviderContext, Submission, SubmissionTarget } from '@postern/core';
import { IN_FLIGHT_MS, millisecondsOf } from '@postern/provider-kit';
import type { Engine } from './engine';
import { readCall } from './generic-call';
import type { ListOperation, Manifest } from './manifest-schema';
import { walkPages } from './paging';
import { accountScope } from './post-scope';
import { RequestProblem } from './request-builder';
import { readPostRow, type PostRow } from './response-reader';
import { readId, readText } from './value-path';

export type Found =
  | { kind: 'one'; row: PostRow & { id: string } }
  /** The whole of the list that could hold it was seen. */
  | { kind: 'none' }
  | { kind: 'unsure'; reason: string };

/** Equal posts from shortly before the attempt make it unsure which is which. */
const BEFORE_MS = 10 * 60_000;
const NO_END = 'The list of posts has no end.';
const TOO_LITTLE = 'A post that could be this one does not say enough of itself.';

/** A clock that is off by more than this is no clock. */
const MOST_SKEW_MS = 15 * 60_000;

export async function lookupPost(
  engine: Engine,
  ctx: ProviderContext,
  submission: Submission,
): Promise<LookupResult> {
  const [target] = submission.targets;
  const call = readCall(submission.checkpoint);
  if (call === 'unreadable')
    return { outcome: 'unsure', reason: 'The progress of an earlier try cannot be read.' };
  if (!target || call === null || !call.sent) return { outcome: 'absent', authoritative: true };
  const found = await findPost(engine, ctx, submission, target);
  switch (found.kind) {
    case 'one':
      return { outcome: 'found', posts: [{ postId: target.postId, ...acceptedParts(found.row, target) }] };
    case 'unsure':
      return { outcome: 'unsure', reason: found.reason };
    case 'none': {
      const arrived = call.sentAt !== null && ctx.now() - call.sentAt >= IN_FLIGHT_MS;
      return { outcome: 'absent', authoritative: arrived && engine.manifest.find?.absence === 'at_once' };
    }
  }
}

export function acceptedParts(
  { id, snapshot }: PostRow & { id: string },
  { accountReference }: SubmissionTarget,
) {
  return { reference: { id, data: { accountReference } }, snapshot };
}

/**
 * The one post that was made for that account with that text since the first attempt. Any doubt (a row that
 * does not say enough, a second one that fits, a list that was not seen to its end) makes it unsure: a post of
 * somebody else taken for ours would be ours lost.
 */
export async function findPost(
  engine: Engine,
  ctx: ProviderContext,
  submission: Submission,
  target: SubmissionTarget,
): Promise<Found> {
  const { find, operations, name } = engine.manifest;
  if (!find || !operations.listPosts) return unsure(`${name} cannot be asked for a post that has no id yet.`);
  const search = { engine, ctx, find, target, since: submission.firstAttemptAt };
  try {
    return await searchList(search, operations.listPosts);
  } catch (error) {
    if (error instanceof RequestProblem) return unsure(error.message);
    throw error;
  }
}

interface Search {
  engine: Engine;
  ctx: ProviderContext;
  find: NonNullable<Manifest['find']>;
  target: SubmissionTarget;
  /** When the first attempt began. */
  since: number;
}

interface Candidate {
  row: unknown;
  /** By our clock. */
  createdAt: number;
  /** The upstream may have cut its time to the second. */
  wholeSecond: boolean;
}

async function searchList(search: Search, operation: ListOperation): Promise<Found> {
  const { engine, ctx, find, target } = search;
  /** By id, as a list that moves while it is walked shows rows twice. */
  const candidates = new Map<string, Candidate>();
  const rowId = engine.manifest.post.id;
  const call = { engine, ctx, operation, place: 'operations.listPosts', rowId };
  for await (const step of walkPages(call, { account: accountScope(target) })) {
    if (step.kind === 'failed') return unsure(step.error.message);
    if (step.kind === 'end') return step.complete ? chosen(search, [...candidates.values()]) : unsure(NO_END);
    const skew = skewOf(step.sentAt, ctx.now());
    for (const row of step.rows.filter((each) => mayBe(search, each))) {
      const id = readId(row, rowId);
      const createdAt = madeAt(search, row, skew);
      if (createdAt === null || id === null) return unsure(TOO_LITTLE);
      const wholeSecond = Number.isInteger((createdAt + skew) / 1_000);
      if (createdAt >= search.since - BEFORE_MS) candidates.set(id, { row, createdAt, wholeSecond });
    }
    // Nothing that follows can be of this attempt.
    const isPastIt = step.rows.some(
      (row) => (madeAt(search, row, skew) ?? Infinity) < search.since - BEFORE_MS,
    );
    if (find.newestFirst && isPastIt) return chosen(search, [...candidates.values()]);
  }
  return unsure(NO_END);
}

/** By our clock. */
function madeAt({ find }: Search, row: unknown, skew: number): number | null {
  const createdAt = millisecondsOf(readText(row, find.createdAt));
  return createdAt === null ? null : createdAt - skew;
}

/** Whether nothing in the row says that it is another post. */
function mayBe({ engine, target }: Search, row: unknown): boolean {
  const { echo } = engine.manifest.post;
  const account = readText(row, echo.account);
  if (account !== null && account !== target.accountReference) return false;
  const text = readText(row, echo.text);
  return text === null || plainText(text) === plainText(target.content.text);
}

async function chosen({ engine, ctx, target, since }: Search, candidates: Candidate[]): Promise<Found> {
  const [only, ...others] = candidates;
  if (!only) return { kind: 'none' };
  if (others.length > 0) return unsure('Several posts fit.');
  // Many upstreams keep whole seconds.
  const begun = only.wholeSecond ? since - 1_000 : since;
  if (only.createdAt < begun) return unsure('A post that fits was made before the attempt.');
  const row = await readPostRow(engine, ctx, only.row, target);
  const { id, echo } = row;
  const isTold = id !== null && echo.account !== null && echo.text !== null;
  if (!isTold || (echo.platform !== null && echo.platform !== target.platform)) {
    return unsure(TOO_LITTLE);
  }
  return { kind: 'one', row: { ...row, id } };
}

/** How far the upstream's clock is ahead, by the time on its reply, which comes in whole seconds. */
function skewOf(sentAt: number | null, now: number): number {
  const skew = sentAt === null ? 0 : sentAt - now;
  return Math.abs(skew) < 2_000 || Math.abs(skew) > MOST_SKEW_MS ? 0 : skew;
}

/** Upstreams trim and normalise what they store. */
export function plainText(text: string): string {
  return text.normalize('NFC').replace(/\r\n/g, '\n').trim();
}

function unsure(reason: string): Found {
  return { kind: 'unsure', reason };
}
