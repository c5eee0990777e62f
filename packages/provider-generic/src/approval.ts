/** Asks how a reviewer decided: some upstreams leave the post on `pending_approval` when an approval ends. */
import { publishError, type PostReference, type ProviderContext, type ProviderSnapshot } from '@postern/core';
import { openScope, refScope, type Engine } from './engine';
import { ask } from './exchange';
import { readWord } from './status-map';
import { readWords } from './value-path';

/** The snapshot with the decision in it; unchanged where there is none, or where it cannot be had. */
export async function approvalSnapshot(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  snapshot: ProviderSnapshot,
): Promise<ProviderSnapshot> {
  const operation = engine.manifest.operations.getApproval;
  if (!operation) return snapshot;
  const place = 'operations.getApproval';
  const scope = openScope(engine, ctx, refScope(ref));
  const call = { engine, ctx, operation, place, platform: ref.platform };
  const verdict = await ask(call, scope);
  if (verdict.outcome !== 'ok') return snapshot;
  const word = readWords(verdict.json, operation.decision);
  const { status, errorCode } = readWord(operation.decisions, word);
  if (status === null) return snapshot;
  const error =
    status === 'failed'
      ? publishError({
          code: errorCode ?? 'CONTENT_REJECTED',
          provider: engine.providerId,
          platform: ref.platform,
          upstreamCode: word,
          upstreamMessage: readWords(verdict.json, operation.comment),
        })
      : null;
  return { ...snapshot, status, error };
}
