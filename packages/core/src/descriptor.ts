/** How a provider describes itself: to the API, the admin app, the rules and the engine. */
import type { TextUnit } from './measure-text';
import type { PostStatus } from './post-status';

export interface ProviderDescriptor {
  /** `layers`, `postpost`, `generic:postato`. */
  id: string;
  name: string;
  docsUrl: string;
  /** What a connection needs; draws the admin form and validates `credentials`. */
  configSchema: ConfigSchema;
  platforms: PlatformDescriptor[];
  capabilities: ProviderCapabilities;
  /** Ours stays below the upstream's. */
  rateBudgets: { read: RateBudget; write: RateBudget };
  /** Seconds between reads of a post in that state, as the upstream advises. */
  pollCadence: { queued: number; publishing: number };
  /** Every documented upstream word and what it means; `null` = known, but says nothing by itself. */
  statusTable: Readonly<Record<string, PostStatus | null>>;
}

/** A flat JSON Schema of an object. Properties with `writeOnly` are secrets and are never returned. */
export interface ConfigSchema {
  type: 'object';
  properties: Record<string, ConfigProperty>;
  required: string[];
  additionalProperties: false;
}

export interface ConfigProperty {
  type: 'string' | 'array';
  items?: { type: 'string' };
  title: string;
  description?: string;
  format?: 'uri';
  pattern?: string;
  default?: string;
  /** Secret: encrypted, never returned. */
  writeOnly?: boolean;
}

export interface PlatformDescriptor {
  /** Postern's word (`x`, never `twitter`). */
  platform: string;
  rules: ContentRules;
}

/**
 * What the provider can carry to that platform. A limit that is absent does not bind: the platform's own (see
 * `effectiveRules`) then is all there is, so that nobody repeats it.
 */
export interface ContentRules {
  /** `unit`: how `maxLength` counts, `characters` by default. `required`: media alone are no post. */
  text?: {
    maxLength?: number;
    unit?: TextUnit;
    required?: boolean;
    source: string;
  };
  media?: {
    /** Items that a post needs at least. */
    min?: number;
    /** 0 = no media at all. */
    max?: number;
    maxImages?: number;
    maxVideos?: number;
    /** `false`: images and videos may not stand together. */
    mixed?: boolean;
    /** The provider fits images to the platform: its rules about their files only warn. */
    converts?: boolean;
    source: string;
  };
  /** Total number of parts; `null` = the provider has no threads for this platform. */
  thread: { maxParts: number } | null;
  firstComment: boolean;
  altText: boolean;
  /** Values of `options.mode`. */
  modes: string[];
  /** Further option names that the provider understands. */
  options: string[];
}

export interface ProviderCapabilities {
  /** The provider keeps the time itself. */
  scheduling: boolean;
  /** Seconds: it takes no time further ahead, so that Postern hands posts over when theirs is within reach; `null` = any. */
  schedulingMaxAheadSeconds: number | null;
  cancel: boolean;
  reschedule: boolean;
  approval: boolean;
  webhooks: boolean;
  /** Hands posts to the creator's app. */
  handOff: boolean;
  /** Takes the bytes of media. Otherwise it is given addresses alone, so that stored media need a public one. */
  mediaUpload: boolean;
  /** How an unknown outcome ends, in this order of preference. */
  unknownResolution: 'idempotency_key' | 'checkpoint' | 'lookup' | 'operator';
  /** Seconds for which a replay is safe; `null` where the provider has no keys. */
  idempotencyWindowSeconds: number | null;
}

export interface RateBudget {
  limit: number;
  perSeconds: number;
}
