/** Posts that wait for a reviewer at Layers: their containers are watched, one GET for all posts of one. */
import { EMPTY_SNAPSHOT, type PostReference, type ProviderContext, type ReadResult } from '@postern/core';
import { classifyRead, readWire, unreadableError } from '@postern/provider-kit';
import { segment, type LayersClient } from './layers-client';
import { textOf } from './layers-config';
import { LAYERS_ID } from './layers-descriptor';
import { createContext, reviewRejection } from './layers-errors';
import { wireContainer, type WireContainer } from './layers-wire';

export interface Gates {
  results: ReadResult[];
  /** Approved schedules: their rows are to be found in the list. */
  promoted: PostReference[];
}

export async function readGates(
  ctx: ProviderContext,
  client: LayersClient,
  refs: readonly PostReference[],
): Promise<Gates> {
  const gates: Gates = { results: [], promoted: [] };
  for (const [containerId, waiting] of byContainer(refs)) {
    const verdict = classifyRead(await client.get(`/content/${segment(containerId)}`), createContext(ctx));
    if (verdict.outcome !== 'ok') {
      const { outcome, error } = verdict;
      for (const { postId } of waiting) {
        gates.results.push(outcome === 'missing' ? { postId, outcome } : { postId, outcome, error });
      }
      continue;
    }
    const container = readWire(wireContainer, verdict.json);
    const unreadable = unreadableError(verdict.reply, { provider: LAYERS_ID, now: ctx.now() });
    for (const ref of waiting) {
      if (container && isPromoted(container, ref)) gates.promoted.push(ref);
      else if (container?.approvalStatus != null) gates.results.push(gateResult(container, ref));
      else
        gates.results.push({
          postId: ref.postId,
          outcome: 'failed',
          error: { ...unreadable, retryable: true },
        });
    }
  }
  return gates;
}

function byContainer(refs: readonly PostReference[]): Map<string, PostReference[]> {
  const groups = new Map<string, PostReference[]>();
  for (const ref of refs) {
    const containerId = textOf(ref.data.containerId) ?? '';
    groups.set(containerId, [...(groups.get(containerId) ?? []), ref]);
  }
  return groups;
}

function isOpen({ approvalStatus }: WireContainer): boolean {
  return approvalStatus === 'approved' || approvalStatus === 'not_required';
}

/** Approval turns a stored schedule into posts; for a refused publish call Layers has kept nothing. */
function isPromoted(container: WireContainer, ref: PostReference): boolean {
  return isOpen(container) && ref.data.gate !== 'publish';
}

function gateResult(container: WireContainer, { postId, platform, data }: PostReference): ReadResult {
  if (isOpen(container)) return { postId, outcome: 'open_gate' };
  const scheduledAt = textOf(data.scheduledFor);
  const snapshot = { ...EMPTY_SNAPSHOT, upstreamStatus: container.approvalStatus, scheduledAt };
  switch (container.approvalStatus) {
    case 'rejected': {
      const error = reviewRejection(platform, container.rejectionReason ?? container.reason);
      return { postId, outcome: 'found', snapshot: { ...snapshot, status: 'failed', error } };
    }
    case 'pending':
      return { postId, outcome: 'found', snapshot: { ...snapshot, status: 'pending_approval' } };
    default:
      return { postId, outcome: 'found', snapshot };
  }
}
