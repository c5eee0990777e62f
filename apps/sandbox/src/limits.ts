import type { LayersOptions } from './layers';
import type { PostatoOptions } from './postato';
import type { PostpostOptions } from './postpost';

/** `documented` enforces what the vendors document; `off` enforces nothing, whatever the upstreams' options say. */
export type Limits = 'documented' | 'off';

export interface UpstreamOptions {
  readonly layers?: LayersOptions;
  readonly postpost?: PostpostOptions;
  readonly postato?: PostatoOptions;
}

const NO_PLAN_LIMITS = {
  monthlyPosts: null,
  scheduledPosts: null,
  horizonDays: null,
  allowedPlatforms: null,
};

/** The upstreams' options with rate limits and quotas set; undefined leaves them to the options. */
export function withLimits(options: UpstreamOptions, limits: Limits | undefined): UpstreamOptions {
  const { layers, postpost, postato } = options;
  switch (limits) {
    case undefined:
      return { layers, postpost, postato };
    case 'off':
      return {
        layers: { ...layers, rateTier: 'unlimited' },
        postpost: { ...postpost, plan: { ...postpost?.plan, ...NO_PLAN_LIMITS, connectionsOverLimitBy: 0 } },
        postato: { ...postato, createsPerMinute: null },
      };
    case 'documented':
      return {
        // The tier that a key has unless Layers grants another (Layers docs, rate limits).
        layers: { rateTier: 'standard', ...layers },
        // PostPost limits no requests; its Premium plan has 500 posts a month and connection (scheduling guide).
        postpost: { ...postpost, plan: { monthlyPosts: 500, scheduledPosts: 500, ...postpost?.plan } },
        // Post creations a minute and tenant (Postato's rate limits).
        postato: { createsPerMinute: 120, ...postato },
      };
  }
}
