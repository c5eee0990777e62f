import type { LayersPlatform, PostState, Vocabulary } from './model';

const MODES: Record<Vocabulary, Record<LayersPlatform, readonly string[]>> = {
  A: {
    tiktok: ['direct_publish', 'draft_to_device'],
    instagram: ['reels', 'feed', 'draft_to_device'],
  },
  B: {
    tiktok: ['publish', 'draft', 'managed'],
    instagram: ['publish', 'draft', 'managed'],
  },
};

/** Every mode of the vocabulary, for the body's enum. */
export const MODE_NAMES: Record<Vocabulary, readonly string[]> = {
  A: ['direct_publish', 'draft_to_device', 'reels', 'feed'],
  B: ['publish', 'draft', 'managed'],
};

export function modeFits(vocabulary: Vocabulary, platform: LayersPlatform, mode: string): boolean {
  return MODES[vocabulary][platform].includes(mode);
}

/** Drafts are handed to the creator's phone or inbox and never become public by Layers' hand. */
export function isDraftMode(mode: string): boolean {
  return mode === 'draft' || mode === 'draft_to_device';
}

/** `draft` was `draft_in_inbox` in generation A. */
export function stateName(vocabulary: Vocabulary, state: PostState): string {
  return vocabulary === 'A' && state === 'draft' ? 'draft_in_inbox' : state;
}

export function stateNames(vocabulary: Vocabulary): string[] {
  const states: PostState[] = ['queued', 'publishing', 'draft', 'published', 'failed', 'canceled'];
  return states.map((state) => stateName(vocabulary, state));
}

/** Container states: `processing` was `generating`; uploads only ever wait or are done. */
export const FINAL_STATES: readonly PostState[] = ['draft', 'published', 'failed', 'canceled'];
