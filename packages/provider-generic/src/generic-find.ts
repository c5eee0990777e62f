/** Finds the posts of a submission in the upstream's list, where the manifest says how. */
import type { LookupResult, ProviderContext, Submission, SubmissionTarget } from '@postern/core';
import { IN_FLIGHT_MS, isAbsenceProven, notFoundAt } from '@postern/provider-kit';
import { targetsOfCall } from './call-plan';
import type { Engine } from './engine';
import { addressScope, isSameCaller, readCall, type StoredCall } from './generic-call';
import { keyOf } from './idempotency-key';
import { newSearch, type Found, type Search } from './list-search';
import type { ListOperation } from './manifest-schema';
import { walkPages } from './paging';
import { RequestProblem } from './request-builder';
import { acceptedAs } from './reply-posts';
import type { CallWork } from './submit-work';

const NO_END = 'The list of posts has no end.';

export async function lookupPosts(
  engine: Engine,
  ctx: ProviderContext,
  submission: Submission,
): Promise<LookupResult> {
  const call = readCall(submission.checkpoint);
  if (call === 'unreadable') {
    return { outcome: 'unsure', reason: 'The progress of an earlier try cannot be read.' };
  }
  const [target, ...others] = targetsOfCall(engine, submission).own;
  if (!target || call === null || !call.sent) return { outcome: 'absent', authoritative: true };
  const key = keyOf(engine, submission);
  const work: CallWork = { engine, ctx, submission, targets: [target, ...others], key };
  const found = await findPosts(work, call);
  switch (found.kind) {
    case 'found':
      return { outcome: 'found', posts: found.posts };
    case 'unsure':
      return { outcome: 'unsure', reason: found.reason };
    case 'none':
      return { outcome: 'absent', authoritative: isAuthoritative(work, call) };
  }
}

/** Whether what the list does not show can be sent again. */
function isAuthoritative(work: CallWork, call: StoredCall): boolean {
  const { engine, ctx } = work;
  // Seen from elsewhere the list says nothing of the post.
  if (!isSameCaller(work, call)) return false;
  switch (engine.manifest.find?.absence) {
    case 'at_once':
      return call.sentAt !== null && ctx.now() - call.sentAt >= IN_FLIGHT_MS;
    case 'proves':
      return isAbsenceProven(notFoundAt(call, ctx.now()), ctx.now());
    case 'in_time':
    case 'nothing':
    case undefined:
      return false;
  }
}

/** What a look found: for each target its post, where it is certain. */
export type FoundPosts =
  | { kind: 'found'; posts: ReturnType<typeof acceptedAs>[]; missing: SubmissionTarget[] }
  /** The whole of the list that could hold it was seen. */
  | { kind: 'none' }
  | { kind: 'unsure'; reason: string };

export async function findPosts(work: CallWork, call: Pick<StoredCall, 'postIds'>): Promise<FoundPosts> {
  const { operations, find, name } = work.engine.manifest;
  const operation = operations.findPosts ?? operations.listPosts;
  if (!find || !operation) {
    return { kind: 'unsure', reason: `${name} cannot be asked for a post that has no id yet.` };
  }
  const postCount = Math.max(1, call.postIds.length);
  const searches = work.targets.map((target) => ({ target, search: newSearch(work, target, postCount) }));
  try {
    const problem = await walk(
      work,
      operation,
      searches.map(({ search }) => search),
    );
    if (problem !== null) return { kind: 'unsure', reason: problem };
  } catch (error) {
    if (error instanceof RequestProblem) return { kind: 'unsure', reason: error.message };
    throw error;
  }
  const results: [SubmissionTarget, Found][] = [];
  for (const { target, search } of searches) results.push([target, await search.result()]);
  return together(work, results, postCount);
}

/** Shows each search the list, as far as it must be seen; the reason why it could not be, or null. */
async function walk(
  work: CallWork,
  operation: ListOperation,
  searches: readonly Search[],
): Promise<string | null> {
  const { engine, ctx } = work;
  const place = `operations.${engine.manifest.operations.findPosts ? 'findPosts' : 'listPosts'}`;
  const around = timesOf(work);
  const call = { engine, ctx, operation, place, rowId: engine.manifest.post.id, around };
  for await (const step of walkPages(call, addressScope(work))) {
    if (step.kind === 'failed') return step.error.message;
    if (step.kind === 'end') return step.complete ? null : NO_END;
    for (const search of searches) {
      for (const row of step.rows) await search.see(row, step.skew);
    }
    // Nothing that follows can be of this attempt; windows follow each other by another time than the making.
    if (operation.paging.kind !== 'window' && searches.every((search) => search.isPast())) return null;
  }
  return NO_END;
}

/** When the post can be in a list by time: from the first attempt until now, or when it was to be published. */
function timesOf({ ctx, submission: { firstAttemptAt, scheduledAt } }: CallWork): number[] {
  return [firstAttemptAt, ctx.now(), ...(scheduledAt === null ? [] : [Date.parse(scheduledAt)])];
}

function together(work: CallWork, results: [SubmissionTarget, Found][], postCount: number): FoundPosts {
  const posts: ReturnType<typeof acceptedAs>[] = [];
  const missing: SubmissionTarget[] = [];
  const doubts: string[] = [];
  for (const [target, found] of results) {
    if (found.kind === 'one') posts.push(acceptedAs(work, target, found.row, found.data, postCount));
    else missing.push(target);
    if (found.kind === 'unsure') doubts.push(found.reason);
  }
  if (posts.length > 0) return { kind: 'found', posts, missing };
  const [reason] = doubts;
  return reason === undefined ? { kind: 'none' } : { kind: 'unsure', reason };
}
