/** The canonical post as a manifest's expressions see it. What is absent is left out, never null. */
import type { Json, JsonObject, SubmissionTarget } from '@postern/core';
import { utcOf } from '@postern/provider-kit';
import type { Engine } from './engine';
import type { Manifest } from './manifest-schema';

/** A media item as the upstream gets it: by its own id after an upload, by address, or as bytes with the post. */
export interface CarriedMedia {
  id?: string;
  url?: string;
  /** `image` or `video`, where it is known. */
  type?: 'image' | 'video';
  mimeType?: string;
  altText?: string;
}

export interface TargetInput {
  target: SubmissionTarget;
  /** Media of each part, the first one's first. */
  media: CarriedMedia[][];
}

export interface SubmissionInput {
  /** What one call carries; at least one. */
  targets: [TargetInput, ...TargetInput[]];
  /** As it goes out. */
  idempotencyKey: string;
  /** Milliseconds; null = at once. */
  publishAt: number | null;
  /** Milliseconds: the present moment, for upstreams that need a time even for a post at once. */
  now: number;
}

/**
 * `targets` holds each target's own post with its `account`; `post` and `account` are the first one's, so that
 * a manifest with one target per call need not speak of a list.
 */
export async function submissionScope(engine: Engine, input: SubmissionInput): Promise<JsonObject> {
  const targets: JsonObject[] = [];
  for (const each of input.targets) {
    const account = accountScope(each.target);
    targets.push({ ...(await postOf(engine, input, each, account)), account });
  }
  const { account = {}, ...post } = targets[0] ?? {};
  return { account, post, targets };
}

/** What placeholders and expressions know of an account. */
export function accountScope({ accountData, accountReference }: SubmissionTarget): JsonObject {
  return { ...accountData, reference: accountReference };
}

async function postOf(
  engine: Engine,
  { idempotencyKey, publishAt, now }: SubmissionInput,
  { target, media }: TargetInput,
  account: JsonObject,
): Promise<JsonObject> {
  const { manifest, expressions, platforms } = engine;
  const { content, platform } = target;
  const texts = [content.text, ...content.thread.map((part) => part.text)];
  const { mode, ...options } = target.options;
  const time = publishAt ?? momentOf(manifest, now);
  const post: JsonObject = {
    text: content.text,
    parts: texts.map((text, index) => ({ text, media: plainMedia(media[index] ?? []) })),
    media: plainMedia(media[0] ?? []),
    mediaTypes: [...new Set(media.flat().flatMap(({ type }) => (type === undefined ? [] : [type])))],
    thread: texts.length > 1,
    ...(isSaid(content.firstComment) ? { firstComment: content.firstComment } : {}),
    platform,
    word: platforms.toUpstream(platform),
    mode: typeof mode === 'string' ? mode : 'publish',
    options,
    atOnce: publishAt === null,
    ...(time === null ? {} : { scheduledAt: writeTime(manifest, time) }),
    idempotencyKey,
    reference: idempotencyKey,
  };
  const rule = manifest.platforms[platform]?.kind;
  if (rule === undefined) return post;
  const kind = await expressions.evaluate(rule, `platforms.${platform}.kind`, { post, account });
  return kind === undefined ? post : { ...post, kind };
}

/** What is sent as the time of a post at once; `null` where none is. */
function momentOf({ scheduling }: Manifest, now: number): number | null {
  return scheduling?.past === 'now' ? now + scheduling.nowLeadSeconds * 1_000 : null;
}

/** A time in the manifest's format. */
export function writeTime({ scheduling }: Manifest, milliseconds: number): Json {
  switch (scheduling?.format ?? 'iso') {
    case 'iso':
      return utcOf(milliseconds);
    case 'iso-offset':
      return utcOf(milliseconds).replace('Z', '+00:00');
    case 'unix-seconds':
      return Math.floor(milliseconds / 1_000);
    case 'unix-milliseconds':
      return milliseconds;
    case 'split': {
      const [date = '', time = ''] = utcOf(milliseconds).split('T');
      return { date, time: time.slice(0, 8), timezone: 'UTC' };
    }
  }
}

/** What the target asks for and this upstream cannot carry, in a sentence; `null` where all is well. */
export function unsupportedWish({ manifest }: Engine, target: SubmissionTarget): string | null {
  const rules = manifest.platforms[target.platform]?.rules;
  if (!rules) return `${manifest.name} does not publish to ${target.platform}.`;
  const parts = target.content.thread.length + 1;
  if (parts > 1 && rules.thread === null) return `${manifest.name} has no threads on ${target.platform}.`;
  if (rules.thread && parts > rules.thread.maxParts) {
    return `A thread on ${target.platform} has at most ${rules.thread.maxParts} parts; this one has ${parts}.`;
  }
  if (isSaid(target.content.firstComment) && !rules.firstComment) {
    return `${manifest.name} has no first comment on ${target.platform}.`;
  }
  const { mode, ...options } = target.options;
  if (typeof mode === 'string' && mode !== 'publish' && !rules.modes.includes(mode)) {
    return `${manifest.name} has no mode "${mode}" on ${target.platform}.`;
  }
  const foreign = Object.keys(options).find((name) => !rules.options.includes(name));
  return foreign === undefined ? null : `${manifest.name} has no option "${foreign}" on ${target.platform}.`;
}

/** Blank is as good as absent, as the content rules take it. */
function isSaid(text: string | null): text is string {
  return text !== null && text.trim() !== '';
}

export function typeOfMime(mimeType: string): 'image' | 'video' | undefined {
  if (mimeType.startsWith('image/')) return 'image';
  return mimeType.startsWith('video/') ? 'video' : undefined;
}

function plainMedia(media: CarriedMedia[]): JsonObject[] {
  return media.map((item) => ({ ...item }));
}
