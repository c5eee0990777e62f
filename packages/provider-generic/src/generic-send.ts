/** Makes the create call and says what its answer means. */
import {
  publishError,
  type PostSubmitResult,
  type ProviderContext,
  type PublishError,
  type Submission,
  type SubmissionTarget,
} from '@postern/core';
import { unreadableError, type HttpReply } from '@postern/provider-kit';
import { operationOf } from './create-variant';
import { openScope, type Engine } from './engine';
import { errorContext } from './error-map';
import { ownError, sendWrite, type Call } from './exchange';
import { CREATE_PLACE, type StoredCall } from './generic-call';
import { plainText } from './generic-find';
import { openFiles } from './post-files';
import { accountScope } from './post-scope';
import { buildRequest } from './request-builder';
import { readPostReply, type PostRow } from './response-reader';

/** A clock that is off by more than this is no clock. */
const MOST_SKEW_MS = 15 * 60_000;

interface Work {
  engine: Engine;
  ctx: ProviderContext;
  submission: Submission;
  target: SubmissionTarget;
}

export interface Sent {
  answer: PostSubmitResult;
  /** `null` where none came, or nothing was sent. */
  reply: HttpReply | null;
}

export async function send(work: Work, { body, variant }: StoredCall, repeated: boolean): Promise<Sent> {
  const { engine, ctx, submission, target } = work;
  const { idempotency } = engine.manifest;
  const { postId, platform } = target;
  const operation = operationOf(engine.manifest, variant);
  const scope = openScope(engine, ctx, { account: accountScope(target) });
  const headers = idempotency.kind === 'header' ? { [idempotency.name]: submission.idempotencyKey } : {};
  const call: Call = { engine, ctx, operation, place: CREATE_PLACE, platform };
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const files = await openFiles(ctx, operation, target.content);
  const request = buildRequest(parts, operation, operation.body === undefined ? null : body, headers, files);
  const verdict = await sendWrite(call, request);
  const { reply } = verdict;
  switch (verdict.outcome) {
    case 'released':
      return { answer: { postId, outcome: 'released' }, reply };
    case 'rejected':
    case 'unknown':
      return { answer: { postId, outcome: verdict.outcome, error: verdict.error }, reply };
    case 'accepted':
      return { answer: await acceptedOrDoubtful(work, verdict.reply, repeated), reply };
  }
}

/**
 * A success counts only if it names a post, and that post is the one that was sent. The text is compared for
 * repetitions alone: a fresh key cannot bring an old post back, and upstreams may rewrite what they store.
 */
async function acceptedOrDoubtful(
  work: Work,
  reply: HttpReply,
  repeated: boolean,
): Promise<PostSubmitResult> {
  const { engine, ctx, target } = work;
  const { postId, platform, accountReference } = target;
  const row = await readPostReply(engine, ctx, reply.json, target);
  if (!row || row.id === null) {
    return { postId, outcome: 'unknown', error: unreadableError(reply, errorContext(engine, ctx, platform)) };
  }
  const difference = echoDifference(row, target, repeated);
  if (difference !== null) {
    const message = `The provider answered with another post (${row.id}): its ${difference} differs from what was sent.`;
    return { postId, outcome: 'unknown', error: ownError(engine, 'OUTCOME_UNKNOWN', message, reply) };
  }
  const reference = { id: row.id, data: { accountReference } };
  return { postId, outcome: 'accepted', reference, snapshot: row.snapshot };
}

function echoDifference({ echo }: PostRow, target: SubmissionTarget, repeated: boolean): string | null {
  if (echo.account !== null && echo.account !== target.accountReference) return 'account';
  if (echo.platform !== null && echo.platform !== target.platform) return 'platform';
  if (repeated && echo.text !== null && plainText(echo.text) !== plainText(target.content.text))
    return 'text';
  return null;
}

/** Whether a refusal is about the post, and not about who asked, how often or where. */
export function isAboutPost({ category, code, retryable }: PublishError): boolean {
  return !retryable && (category === 'content' || code === 'QUOTA_EXHAUSTED' || code === 'UPSTREAM_REJECTED');
}

/**
 * An upstream whose clock is ahead calls a time past that is not. By our clock the post then waits here, and
 * goes out at once when it is due.
 */
export function waitsForItsTime(
  { engine, ctx }: Work,
  answer: Extract<PostSubmitResult, { outcome: 'rejected' }>,
  reply: HttpReply,
  { publishAt }: StoredCall,
): PostSubmitResult {
  const refused = engine.manifest.scheduling?.refused;
  if (!refused || publishAt === null || !refused.status.includes(reply.status)) return answer;
  const aheadMs = publishAt - ctx.now();
  const isAboutTime = JSON.stringify(reply.json ?? null).includes(JSON.stringify(refused.field));
  if (!isAboutTime || aheadMs > MOST_SKEW_MS) return answer;
  const error = publishError({
    ...answer.error,
    retryable: true,
    retryAfter: Math.max(0, Math.ceil(aheadMs / 1_000)),
    message: `By its own clock ${engine.manifest.name} takes the time for past; the post waits here and is published when it is due.`,
    remedy: undefined,
  });
  return { ...answer, error };
}
