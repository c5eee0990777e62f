/** Rows that are a resource of their own (`operations.getRows`): asked for in batches, joined by the post's id. */
import { isFinal, type PostReference, type ProviderContext, type PublishError } from '@postern/core';
import type { Engine } from './engine';
import { listScope, sharingOneRequest } from './list-read';
import { ownError } from './exchange';
import type { RowsOperation } from './manifest-schema';
import { walkPages } from './paging';
import { RequestProblem } from './request-builder';
import { readPostRow } from './response-reader';
import { readId } from './value-path';

export type RequestedRows = { ok: true; rows: unknown[] } | { ok: false; error: PublishError };

const PLACE = 'operations.getRows';

/** By the post's id upstream, for those that can have rows by now. Absent from the answer: nothing to ask. */
export async function requestRows(
  engine: Engine,
  ctx: ProviderContext,
  shown: readonly { ref: PostReference; group: unknown }[],
): Promise<Map<string, RequestedRows>> {
  const answers = new Map<string, RequestedRows>();
  const operation = engine.manifest.operations.getRows;
  if (!operation) return answers;
  const refs: PostReference[] = [];
  for (const { ref, group } of shown) {
    if (ref.id !== null && (await mayHaveRows(engine, ctx, ref, group))) refs.push(ref);
  }
  if (refs.length === 0) return answers;
  for (const sharing of await sharingOneRequest(engine, ctx, refs, operation, PLACE)) {
    const ids = [...new Set(sharing.map(({ id }) => id).filter((id) => id !== null))];
    const [first] = sharing;
    for (let start = 0; first && start < ids.length; start += operation.batch) {
      await askBatch(engine, ctx, operation, first, ids.slice(start, start + operation.batch), answers);
    }
  }
  return answers;
}

/** A post that waits for its time or its approval, or was taken back, has none, by the group's own word. */
async function mayHaveRows(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  group: unknown,
): Promise<boolean> {
  const { status } = (await readPostRow(engine, ctx, group, ref)).snapshot;
  if (status === null || isFinal(status)) return status !== 'canceled';
  return status === 'queued' || status === 'publishing' || status === 'unknown';
}

async function askBatch(
  engine: Engine,
  ctx: ProviderContext,
  operation: RowsOperation,
  first: PostReference,
  ids: string[],
  answers: Map<string, RequestedRows>,
): Promise<void> {
  const byPost = new Map<string, unknown[]>(ids.map((id) => [id, []]));
  const fail = (error: PublishError) => {
    for (const id of ids) answers.set(id, { ok: false, error });
  };
  const call = { engine, ctx, operation, place: PLACE, rowId: '$', page: { ids } };
  try {
    for await (const step of walkPages(call, listScope(first))) {
      if (step.kind === 'failed') return fail(step.error);
      if (step.kind === 'end') break;
      for (const row of step.rows) byPost.get(readId(row, operation.postId) ?? '')?.push(row);
    }
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return fail(ownError(engine, error.code, error.message));
  }
  for (const [id, rows] of byPost) answers.set(id, { ok: true, rows });
}
