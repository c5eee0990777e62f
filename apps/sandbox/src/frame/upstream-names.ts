/** Upstreams that are played from a description, and only where they are asked for. */
export const DESCRIBED_NAMES = [
  'ayrshare',
  'zernio',
  'post-for-me',
  'bundle-social',
  'upload-post',
  'outstand',
  'postiz',
  'publora',
  'blotato',
] as const;
export type DescribedName = (typeof DESCRIBED_NAMES)[number];

/** Every upstream that the sandbox can play, as rules, logs and the network call them. */
export const UPSTREAM_NAMES = ['layers', 'postpost', 'postato', ...DESCRIBED_NAMES] as const;
export type UpstreamName = (typeof UPSTREAM_NAMES)[number];
