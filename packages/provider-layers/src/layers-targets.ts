/** Postern's targets in Layers' words, and what Layers would refuse anyway. */
import {
  measureText,
  type Json,
  type JsonObject,
  type PublishError,
  type Submission,
  type SubmissionTarget,
} from '@postern/core';
import { toUtc } from '@postern/provider-kit';
import { LONGEST_CAPTION, LONGEST_OVERRIDE, MODES, MOST_MEDIA } from './layers-descriptor';
import { contentError } from './layers-errors';

/** The container's caption: the first text that fits; every other text travels as an override. */
export function baseCaption(targets: readonly SubmissionTarget[]): string {
  return targets.find(({ content }) => content.text.length <= LONGEST_CAPTION)?.content.text ?? '';
}

/** Why this target cannot be sent, or null. */
export function problemOf(target: SubmissionTarget): PublishError | null {
  const sentence = contentProblem(target) ?? optionProblem(target);
  return sentence === null ? null : contentError(sentence, target.platform);
}

function contentProblem({ content }: SubmissionTarget): string | null {
  if (content.media.length === 0)
    return 'Layers publishes images and videos; a text needs at least one of them.';
  if (content.media.length > MOST_MEDIA) return `Layers takes at most ${MOST_MEDIA} media items.`;
  if (lengthOf(content.text) > LONGEST_OVERRIDE)
    return `Layers takes at most ${LONGEST_OVERRIDE} characters.`;
  if (lengthOf(content.firstComment ?? '') > LONGEST_OVERRIDE) {
    return `Layers takes a first comment of at most ${LONGEST_OVERRIDE} characters.`;
  }
  return content.thread.length > 0 ? 'Layers has no threads.' : null;
}

/** As the content rules count, so that what they let through is not refused here. */
function lengthOf(text: string): number {
  return measureText(text, 'characters');
}

function optionProblem({ options, platform }: SubmissionTarget): string | null {
  const { mode, tiktokPostSettings, tiktokMusic, shareReelToFeed } = options;
  if (mode !== undefined && !isMode(mode)) return `Layers has no mode ${mode}; it has ${MODES.join(', ')}.`;
  if (tiktokPostSettings !== undefined && !isObject(tiktokPostSettings))
    return 'tiktokPostSettings is an object.';
  if (tiktokMusic !== undefined && !isObject(tiktokMusic)) return 'tiktokMusic is an object.';
  if (shareReelToFeed !== undefined && typeof shareReelToFeed !== 'boolean')
    return 'shareReelToFeed is true or false.';
  if (platform === 'tiktok' && mode === 'draft' && tiktokMusic !== undefined) {
    return 'tiktokMusic cannot be chosen for a draft.';
  }
  if (platform === 'instagram' && shareReelToFeed !== undefined && mode !== undefined && mode !== 'publish') {
    return 'shareReelToFeed goes with mode publish only.';
  }
  return null;
}

/** The body of publish (`scheduledFor` null) or schedule, serialised once and stored before it is sent. */
export function publishBody(submission: Submission, caption: string, scheduledFor: string | null): string {
  const targets = submission.targets.map((target) => targetBody(target, caption));
  return JSON.stringify(scheduledFor === null ? { targets } : { scheduledFor, targets });
}

/** Layers' schedule refuses times that have passed; such a post is simply published. */
export function scheduledFor(submission: Submission, now: number): string | null {
  const at = toUtc(submission.scheduledAt);
  return at !== null && Date.parse(at) > now ? at : null;
}

function targetBody(target: SubmissionTarget, caption: string): JsonObject {
  const { content, options, platform } = target;
  const body: JsonObject = { socialAccountId: target.accountReference, mode: options.mode ?? 'publish' };
  if (content.text !== caption) body.captionOverride = content.text;
  if (content.firstComment) body.firstCommentOverride = content.firstComment;
  // Each platform gets its own options: Layers ignores some strangers and refuses others.
  if (platform === 'tiktok') copy(body, options, ['tiktokPostSettings', 'tiktokMusic']);
  if (platform === 'instagram') copy(body, options, ['shareReelToFeed']);
  return body;
}

function copy(body: JsonObject, options: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    const value: Json | undefined = options[name];
    if (value !== undefined && value !== null) body[name] = value;
  }
}

function isMode(mode: string): boolean {
  return (MODES as readonly string[]).includes(mode);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
