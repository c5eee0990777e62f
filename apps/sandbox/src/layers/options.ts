import type { Vocabulary } from './model';

/** Requests per minute and key; `unlimited` is for tests that measure something else. */
export type RateTier = 'standard' | 'pilot' | 'partner' | 'unlimited';

/** Where Layers' documentation contradicts itself or says nothing, the caller chooses. */
export interface LayersOptions {
  /** Default B: Bearer keys, UUIDs, modes publish/draft/managed. */
  readonly vocabulary?: Vocabulary;
  /** A failed post drops most of its keys, as the documented sample does. Default true. */
  readonly sparseFailed?: boolean;
  /** Milliseconds between publish-now and the dispatch, the documented "abort window". Default 0. */
  readonly publishLeadMs?: number;
  /** What schedule does with a past time. Default: refuse in B, accept in A. */
  readonly pastTimes?: 'refuse' | 'accept';
  /** Default unlimited. */
  readonly rateTier?: RateTier;
  /** Fetch media URLs as the real service does. Default true. */
  readonly fetchMedia?: boolean;
  /** Refuse media URLs that are not https, as documented; off by default, because the samples are http. */
  readonly httpsOnly?: boolean;
  /** Keep 4xx answers for a repeated Idempotency-Key too. Undocumented; default true, the harder case. */
  readonly keepRefusals?: boolean;
}

export type LayersSettings = Required<LayersOptions>;

export function settingsOf(options: LayersOptions): LayersSettings {
  const vocabulary = options.vocabulary ?? 'B';
  return {
    vocabulary,
    sparseFailed: options.sparseFailed ?? true,
    publishLeadMs: options.publishLeadMs ?? 0,
    pastTimes: options.pastTimes ?? (vocabulary === 'A' ? 'accept' : 'refuse'),
    rateTier: options.rateTier ?? 'unlimited',
    fetchMedia: options.fetchMedia ?? true,
    httpsOnly: options.httpsOnly ?? false,
    keepRefusals: options.keepRefusals ?? true,
  };
}
