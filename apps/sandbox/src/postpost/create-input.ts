import type { PostpostSettings } from './options';
import { Refusal } from './refusal';

export interface CreateInput {
  readonly content: string;
  /** Compound ids as sent, duplicates included: whether PostPost removes them is not documented. */
  readonly platformIds: readonly string[];
  /** null = save as a draft. */
  readonly scheduledAtMs: number | null;
  readonly platformSettings: Record<string, Record<string, unknown>>;
}

const PLATFORM_ID = /^[a-z]+-[a-zA-Z0-9_-]+$/;
const PLATFORM_ID_OR_DID = /^[a-z]+-[a-zA-Z0-9_:.-]+$/;
/** The forms that PostPost lists as valid; a date alone or a space for the `T` are not among them. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** PostPost docs, create-post: defaults that the request's settings are merged over, key by key. */
const DEFAULT_SETTINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  tiktok: {
    viewerSetting: 'PUBLIC_TO_EVERYONE',
    allowComments: true,
    allowDuet: false,
    allowStitch: false,
    commercialContent: false,
    brandOrganic: false,
    brandedContent: false,
  },
  instagram: { videoType: 'REELS' },
  youtube: { privacy: 'public', title: '' },
  threads: { replyControl: '' },
};

/** Reads create-post's body or throws its 400. Text length and media are not looked at: PostPost does not either. */
export function readCreateInput(body: unknown, settings: PostpostSettings): CreateInput {
  const fields = isRecord(body) ? body : {};
  const content = fields['content'];
  // Other truthy values slip through PostPost's check, and so they do here.
  if (!content || (typeof content === 'string' && content.trim() === '')) {
    throw Refusal.because(400, 'Content is required');
  }
  const platformIds = readPlatforms(fields['platforms'], settings);
  const scheduledTime = fields['scheduledTime'];
  const scheduledAtMs = scheduledTime ? readTime(scheduledTime) : null;
  const platformSettings = readSettings(fields['platformSettings']);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { content: text, platformIds, scheduledAtMs, platformSettings };
}

/** Epoch milliseconds, or the 400 of both create-post and update-post. */
export function readTime(value: unknown): number {
  const atMs = typeof value === 'string' && ISO.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(atMs)) throw Refusal.because(400, 'Invalid scheduled time format');
  return atMs;
}

/** A time that has passed becomes now, without a word (scheduling guide), or is refused (OpenAPI). */
export function clampPast(atMs: number, nowMs: number, settings: PostpostSettings): number {
  if (atMs > nowMs) return atMs;
  if (settings.pastTimes === 'refuse') throw Refusal.because(400, 'Scheduled time cannot be in the past');
  return nowMs;
}

function readPlatforms(value: unknown, settings: PostpostSettings): string[] {
  if (value === undefined || value === null || value === '') {
    throw Refusal.because(400, 'Platforms are required');
  }
  const list = typeof value === 'string' ? parseJson(value, 'Invalid platforms JSON format') : value;
  if (!Array.isArray(list)) throw Refusal.because(400, 'Platforms must be an array');
  if (list.length === 0) throw Refusal.because(400, 'At least one platform is required');
  return list.map((id: unknown) => {
    const text = typeof id === 'string' ? id : JSON.stringify(id);
    const isDid = settings.blueskyIds === 'accept' && text.startsWith('bluesky-');
    if (!(isDid ? PLATFORM_ID_OR_DID : PLATFORM_ID).test(text)) {
      throw Refusal.because(400, `Invalid platform ID format: ${text}`);
    }
    return text;
  });
}

function readSettings(value: unknown): Record<string, Record<string, unknown>> {
  const given =
    typeof value === 'string' && value !== '' ? parseJson(value, 'Invalid platformSettings JSON') : value;
  const wanted = given === undefined || given === '' ? {} : given;
  if (!isRecord(wanted)) throw Refusal.because(400, 'platformSettings must be an object');
  // Unknown platforms, and values that are no objects, are dropped without a word.
  return Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([platform, defaults]) => {
      const own = wanted[platform];
      return [platform, { ...defaults, ...(isRecord(own) ? own : {}) }];
    }),
  );
}

function parseJson(text: string, error: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw Refusal.because(400, error);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
