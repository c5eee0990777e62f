import type { OutcomeKind } from '../frame/fault-kinds';
import type { LayersPlatform, Post, PostError } from './model';

type FailKind = Extract<OutcomeKind, `fail-${string}`>;

/** The platforms' own codes, as their developer documentation names them. */
const PLATFORM_CODES: Record<LayersPlatform, Record<FailKind, string>> = {
  tiktok: {
    'fail-auth': 'access_token_invalid',
    'fail-content': 'spam_risk_text',
    'fail-rate': 'rate_limit_exceeded',
    'fail-server': 'internal_error',
  },
  instagram: { 'fail-auth': '190', 'fail-content': '36003', 'fail-rate': '4', 'fail-server': '2' },
};

const MESSAGES: Record<FailKind, string> = {
  'fail-auth': 'The account revoked access; reconnect it.',
  'fail-content': 'The platform rejected the content.',
  'fail-rate': 'The platform limits how often this account may post.',
  'fail-server': 'The platform failed to take the post.',
};

/** `CREDENTIAL_INVALID` is the one documented code of a failed post; the rest is the general platform error. */
export function failureOf(kind: FailKind, platform: LayersPlatform): PostError {
  return {
    code: kind === 'fail-auth' ? 'CREDENTIAL_INVALID' : 'PLATFORM_ERROR',
    message: MESSAGES[kind],
    data: { platform, platformCode: PLATFORM_CODES[platform][kind] },
  };
}

/** The native id and address of the n-th publication. Instagram rarely has no permalink; TikTok always has one. */
export function publication(post: Post, handle: string, number: number): { id: string; url: string | null } {
  switch (post.platform) {
    case 'tiktok': {
      const id = String(7_400_000_000_000_000_000n + BigInt(number));
      return {
        id,
        url: `https://www.tiktok.com/@${handle}/${post.kind === 'video' ? 'video' : 'photo'}/${id}`,
      };
    }
    case 'instagram': {
      const id = String(17_900_000_000_000_000n + BigInt(number));
      const shortcode = `Sbx${number.toString(36).padStart(8, '0')}`;
      const kind = post.kind === 'video' ? 'reel' : 'p';
      return {
        id,
        url: post.outcome === 'no-url' ? null : `https://www.instagram.com/${kind}/${shortcode}/`,
      };
    }
  }
}
