/** One limit as data: what a social network demands of a post, or what a provider can carry to it. */
import type { TextUnit } from '../measure-text';

export const RULE_MEASURES = [
  /** Length of a part's text, in `unit`. */
  'text_length',
  /** Media without a text are no post. */
  'text_required',
  /** How many `#tags`, `@handles` or different links a text has. */
  'hashtags',
  'mentions',
  'links',
  /** How many items `of` a kind a part has; `min` binds the first part only. */
  'media_count',
  /** Images and videos may not stand together. */
  'media_mixed',
  /** Content types that are taken. */
  'media_type',
  /** Size of a file in bytes. */
  'media_bytes',
  /** Milliseconds. */
  'media_duration',
  /** Width divided by height. */
  'media_ratio',
  /** Pixels. */
  'media_width',
  'media_height',
  /** Length of an alternative text, in `unit`. */
  'alt_text_length',
  /** Length of `options.title`, in `unit`. */
  'title_length',
] as const;

export type RuleMeasure = (typeof RULE_MEASURES)[number];

/** An `image` is a `gif`, going by its file, or a `photo`; `media` is anything. */
export const MEDIA_CLASSES = ['media', 'image', 'photo', 'gif', 'video'] as const;

export type MediaClass = (typeof MEDIA_CLASSES)[number];

export interface LimitRule {
  /** Stable: `x.text.max_weighted_length`. */
  id: string;
  measure: RuleMeasure;
  /** What media it speaks of. */
  of?: MediaClass;
  /** Of lengths. */
  unit?: TextUnit;
  min?: number;
  max?: number;
  /** Content types without parameters. */
  types?: readonly string[];
  /** Binds only a part that has such media; absent = always. */
  when?: 'media' | 'image' | 'video';
  /** A warning where the network or the provider helps itself, so that the post goes out all the same. */
  severity?: 'warning';
  /** Where it is documented. */
  source: string;
}

export const mebibytes = (count: number): number => count * 1024 * 1024;
export const gibibytes = (count: number): number => mebibytes(count * 1024);
export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => count * 60_000;
