/**
 * Step one: the content. It publishes nothing, so whatever goes wrong here is a refusal of this attempt and
 * may be tried again; at worst a container without posts is left behind at Layers.
 */
import {
  MediaUnavailableError,
  publishError,
  type MediaItem,
  type PublishError,
  type SubmitContext,
  type Submission,
} from '@postern/core';
import {
  classifyCreate,
  cutText,
  errorFromOutcome,
  readWire,
  stepKey,
  type CreateVerdict,
} from '@postern/provider-kit';
import type { LayersCheckpoint } from './layers-checkpoint';
import { CONTENT_TIMEOUT_MS, segment, type LayersClient } from './layers-client';
import { LAYERS_ID } from './layers-descriptor';
import { createContext } from './layers-errors';
import { canFetch, mediaProblem, openAll, type SizedMedia } from './layers-media';
import { baseCaption } from './layers-targets';
import { readUploadSession } from './layers-upload-session';
import { wireContainer } from './layers-wire';

export type ContainerResult = { ok: true; containerId: string } | { ok: false; error: PublishError };

interface Work {
  ctx: SubmitContext;
  client: LayersClient;
  submission: Submission;
  checkpoint: LayersCheckpoint;
  /** Stores the checkpoint. */
  save: () => Promise<void>;
}

export async function createContainer(work: Work): Promise<ContainerResult> {
  const items = work.submission.targets[0]?.content.media ?? [];
  if (items.every(canFetch))
    return fetchByUrl(
      work,
      items.flatMap(({ url }) => (url ? [url] : [])),
    );
  try {
    return (await resumeUpload(work)) ?? (await uploadAnew(work, items));
  } catch (error) {
    if (!(error instanceof MediaUnavailableError)) throw error;
    const { message, retryable } = error;
    return {
      ok: false,
      error: publishError({ code: 'CONTENT_INVALID', provider: LAYERS_ID, message, retryable }),
    };
  }
}

/** Layers docs, upload-content: synchronous, atomic, idempotent. */
async function fetchByUrl(work: Work, urls: string[]): Promise<ContainerResult> {
  const { client, submission, checkpoint } = work;
  const body = JSON.stringify({
    media: urls.map((url) => ({ url })),
    caption: baseCaption(submission.targets),
  });
  const path = `/projects/${segment(checkpoint.projectId)}/content/upload`;
  const outcome = await client.post(
    path,
    body,
    stepKey(submission.idempotencyKey, 'content'),
    CONTENT_TIMEOUT_MS,
  );
  return containerOf(classifyCreate(outcome, createContext(work.ctx)));
}

/** The files are there already, only their end was not confirmed; null where a new upload is needed. */
async function resumeUpload(work: Work): Promise<ContainerResult | null> {
  const { checkpoint } = work;
  if (checkpoint.uploadedId === null) return null;
  const verdict = await finalize(work, checkpoint.uploadedId);
  const over = verdict.outcome === 'rejected' && verdict.reply !== null && verdict.reply.status !== 429;
  if (!over) return containerOf(verdict);
  checkpoint.uploadedId = null;
  return null;
}

/** Layers docs, create-upload-session and finalize-upload. */
async function uploadAnew(work: Work, items: readonly MediaItem[]): Promise<ContainerResult> {
  const { client, submission, checkpoint } = work;
  const media = await openAll(work.ctx.media, items);
  const problem = mediaProblem(media);
  if (problem) return { ok: false, error: problem };
  const path = `/projects/${segment(checkpoint.projectId)}/content/uploads`;
  const files = media.map(({ fileName, contentType, sizeBytes }) => ({
    filename: fileName.slice(0, 512),
    contentType,
    sizeBytes,
  }));
  const body = JSON.stringify({ files, grouping: files.length > 1 ? 'slideshow' : 'per-file' });
  const key = stepKey(submission.idempotencyKey, `uploads.${checkpoint.uploadSessions + 1}`);
  const verdict = classifyCreate(await client.post(path, body, key), createContext(work.ctx));
  if (verdict.outcome !== 'accepted') return refused(verdict);
  const session = readUploadSession(verdict.json, files.length);
  if (!session) return refused(verdict);
  checkpoint.uploadSessions += 1;
  await work.save();
  for (const [index, item] of media.entries()) {
    const error = await putFile(work.ctx, session.uploadUrls[index] ?? '', item);
    if (error) return { ok: false, error };
  }
  checkpoint.uploadedId = session.containerId;
  await work.save();
  return containerOf(await finalize(work, session.containerId));
}

async function finalize(work: Work, containerId: string): Promise<CreateVerdict> {
  const { client, submission, checkpoint } = work;
  const outcome = await client.post(
    `/content/${segment(containerId)}/finalize-upload`,
    JSON.stringify({ caption: baseCaption(submission.targets) }),
    stepKey(submission.idempotencyKey, `finalize.${checkpoint.uploadSessions}`),
    CONTENT_TIMEOUT_MS,
  );
  return classifyCreate(outcome, createContext(work.ctx));
}

/** The storage checks the declared type; a header of ours (the key above all) has no business there. */
async function putFile(ctx: SubmitContext, url: string, media: SizedMedia): Promise<PublishError | null> {
  const outcome = await ctx.http.send({
    method: 'PUT',
    url,
    body: { kind: 'media', media },
    timeoutMs: 300_000,
    budget: 'none',
  });
  if (outcome.kind === 'response' && outcome.status >= 200 && outcome.status < 300) return null;
  const error = errorFromOutcome(outcome, { provider: LAYERS_ID, now: ctx.now() });
  // The storage's refusal says nothing about the key or the content: another session may well succeed.
  const code = outcome.kind === 'response' && outcome.status < 500 ? 'UPSTREAM_UNAVAILABLE' : error.code;
  return publishError({
    ...error,
    code,
    retryable: outcome.kind === 'not_sent' ? error.retryable : true,
    message: 'A media file could not be uploaded; nothing was published.',
    remedy: 'Nothing: the upload is tried again.',
  });
}

function containerOf(verdict: CreateVerdict): ContainerResult {
  if (verdict.outcome !== 'accepted') return refused(verdict);
  const container = readWire(wireContainer, verdict.json);
  const containerId = container?.id ?? container?.containerId ?? null;
  if (containerId === null) return refused(verdict);
  if (container?.status !== 'failed' && container?.status !== 'canceled') return { ok: true, containerId };
  return {
    ok: false,
    error: publishError({
      code: 'CONTENT_REJECTED',
      provider: LAYERS_ID,
      message: 'Layers could not make content of the media.',
      upstreamCode: container.lastError?.code ?? container.status,
      upstreamMessage: container.lastError?.message ?? null,
      upstreamHttpStatus: verdict.reply.status,
      upstreamRequestId: verdict.reply.requestId,
    }),
  };
}

/** Nothing can have been published yet, so a lost or unreadable reply is simply tried again. */
function refused(verdict: CreateVerdict): ContainerResult {
  if (verdict.outcome === 'rejected') return { ok: false, error: verdict.error };
  const said =
    verdict.outcome === 'unknown'
      ? verdict.error
      : {
          code: 'UPSTREAM_ERROR' as const,
          provider: LAYERS_ID,
          upstreamHttpStatus: verdict.reply.status,
          upstreamRequestId: verdict.reply.requestId,
          upstreamMessage: cutText(verdict.reply.text, 1024),
        };
  return {
    ok: false,
    error: publishError({
      ...said,
      retryable: true,
      message: 'Layers did not confirm the content; nothing was published.',
      remedy: 'Nothing: the content is created anew.',
    }),
  };
}
