/** Turns a target into PostPost's words, and refuses what would go out as something else than was meant. */
import type { JsonObject, PostContent, SubmissionTarget } from '@postern/core';
import { z } from 'zod';
import type { CreatePostBody } from './postpost-client';
import { toPostPostPlatform } from './postpost-ids';

/**
 * The documented `platformSettings` (PostPost docs, create-post). Everything else is dropped by the server
 * without a word, so it is refused here. TikTok's `allow…` flags may act inverted at PostPost (its TikTok
 * page could not verify it); they are passed on as documented.
 */
const SETTINGS: Readonly<Record<string, z.ZodObject>> = {
  tiktok: z.strictObject({
    viewerSetting: z
      .enum(['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY'])
      .optional(),
    allowComments: z.boolean().optional(),
    allowDuet: z.boolean().optional(),
    allowStitch: z.boolean().optional(),
    commercialContent: z.boolean().optional(),
    brandOrganic: z.boolean().optional(),
    brandedContent: z.boolean().optional(),
  }),
  instagram: z.strictObject({ videoType: z.enum(['REELS', 'STORIES']).optional() }),
  youtube: z.strictObject({
    privacy: z.enum(['public', 'unlisted', 'private']).optional(),
    title: z.string().max(100).optional(),
  }),
  threads: z.strictObject({
    replyControl: z.enum(['', 'everyone', 'accounts_you_follow', 'mentioned_only']).optional(),
  }),
};

/** Option names that a platform understands, for the descriptor. */
export function optionNames(platform: string): string[] {
  return Object.keys(SETTINGS[platform]?.shape ?? {});
}

/** Platforms whose texts PostPost cuts into chains at separators. */
const SPLITTING = new Set(['x', 'threads']);
/** Stands between the parts of a chain (PostPost docs, threading guide). */
const SEPARATOR = '\n---\n';
const SEPARATOR_LINE = /^[ \t]*-{3,}[ \t]*$/m;
/** `[1/3]` numbers the parts of a hand-made chain, and makes one. */
const PART_MARKER = /\[\d{1,3}\/\d{1,3}\]/;

/** Why this content cannot be handed over as it is meant; `null` where it can. */
export function refusalOf(target: SubmissionTarget): string | null {
  const { content, options, platform } = target;
  if (content.text.trim() === '') return 'PostPost takes no post without text, not even with media.';
  if ((content.firstComment ?? '').trim() !== '') return 'PostPost cannot post a first comment.';
  if (content.thread.length > 0 && platform !== 'x') return `PostPost has no threads for ${platform}.`;
  if (content.thread.some((part) => (part.media ?? []).length > 0))
    return 'PostPost puts media on the first part of a thread only.';
  return splitRefusal(platform, content) ?? optionsRefusal(platform, options);
}

function splitRefusal(platform: string, content: PostContent): string | null {
  if (!SPLITTING.has(platform)) return null;
  const texts = [content.text, ...content.thread.map((part) => part.text)];
  if (texts.some((text) => SEPARATOR_LINE.test(text)))
    return 'A line of three dashes would make PostPost cut the text into several posts.';
  if (texts.some((text) => PART_MARKER.test(text)))
    return 'A marker such as [1/3] would make PostPost cut the text into several posts.';
  if (texts.some((text) => text.trim() === '')) return 'A part of the thread has no text.';
  return null;
}

function optionsRefusal(platform: string, options: JsonObject): string | null {
  const { mode, ...settings } = options;
  if (mode !== undefined && mode !== 'publish') return 'PostPost can only publish.';
  if (Object.keys(settings).length === 0) return null;
  const schema = SETTINGS[platform];
  if (!schema) return `PostPost has no options for ${platform}.`;
  const read = schema.safeParse(settings);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `An option does not fit: ${[...(issue?.path ?? []), issue?.message ?? ''].join(' ')}`;
  }
  if (settings['commercialContent'] === true && !settings['brandOrganic'] && !settings['brandedContent'])
    return 'With commercialContent, brandOrganic or brandedContent must be true.';
  return null;
}

/** The body of create-post; without a time, so that it makes a draft. Call after `refusalOf`. */
export function draftBody(target: SubmissionTarget): CreatePostBody {
  const { mode: _, ...settings } = target.options;
  return {
    content: [target.content.text, ...target.content.thread.map((part) => part.text)].join(SEPARATOR),
    platforms: [target.accountReference],
    ...(Object.keys(settings).length === 0
      ? {}
      : { platformSettings: { [toPostPostPlatform(target.platform)]: settings } }),
  };
}
