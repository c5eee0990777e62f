/** What became of a draft, by reading its posts. */
import type { PostSubmitResult, ProviderSnapshot, PublishError, ReferenceData } from '@postern/core';
import type { Draft } from './draft-checkpoint';
import { readPosts } from './generic-read';
import { ownError } from './exchange';
import { acceptedAs, referenceOf } from './reply-posts';
import type { Work } from './submit-work';

export type DraftState =
  /** Untouched: nothing was published. */
  | { kind: 'draft' }
  /** No draft any more: the upstream has the posts. */
  | { kind: 'moved'; answers: PostSubmitResult[] }
  | { kind: 'missing' }
  | { kind: 'unreadable'; error: PublishError };

export async function readDraft(work: Work, draft: Draft): Promise<DraftState> {
  const { engine, ctx, targets } = work;
  const refs = targets.map((target) => referenceOf(target, draft.id, dataOf(work, draft, target)));
  const read = await readPosts(engine, ctx, refs);
  const shown = new Map<string, ProviderSnapshot>();
  let error: PublishError | null = null;
  for (const each of read) {
    if (each.outcome === 'found') shown.set(each.postId, each.snapshot);
    if (each.outcome === 'failed') error ??= each.error;
  }
  if (shown.size === 0) return error === null ? { kind: 'missing' } : { kind: 'unreadable', error };
  return stateOf(work, draft, shown);
}

/** By the status of each post: one that is no draft any more tells that the whole was released. */
export function stateOf(work: Work, draft: Draft, shown: ReadonlyMap<string, ProviderSnapshot>): DraftState {
  const statuses = [...shown.values()].flatMap(({ status }) => status ?? []);
  if (statuses.some((status) => status !== 'draft')) {
    return { kind: 'moved', answers: work.targets.map((target) => accepted(work, draft, target, shown)) };
  }
  const isWhole = statuses.length === work.targets.length;
  if (isWhole) return { kind: 'draft' };
  const message = `${work.engine.manifest.name} does not say whether the post is a draft still.`;
  return { kind: 'unreadable', error: ownError(work.engine, 'UPSTREAM_ERROR', message) };
}

function accepted(
  work: Work,
  draft: Draft,
  target: Work['targets'][number],
  shown: ReadonlyMap<string, ProviderSnapshot>,
): PostSubmitResult {
  const { postId } = target;
  const snapshot = shown.get(postId);
  if (snapshot) {
    const row = { id: draft.id, ids: [draft.id], snapshot, echo: NO_ECHO };
    return acceptedAs(work, target, row, draft.data, draft.postIds.length);
  }
  const message = 'The provider shows other posts of the same call, and not this one.';
  return { postId, outcome: 'unknown', error: ownError(work.engine, 'OUTCOME_UNKNOWN', message) };
}

const NO_ECHO = { text: null, account: null, platform: null, reference: null };

function dataOf(work: Work, draft: Draft, { accountReference }: Work['targets'][number]): ReferenceData {
  // A draft is ours as a whole, so that it may be deleted whole.
  return { ...draft.data, accountReference, alone: 'true' };
}
