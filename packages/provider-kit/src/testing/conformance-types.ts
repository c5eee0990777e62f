/** What a provider package brings to the conformance suite. */
import type { JsonObject, PostReference, Provider, SubmissionTarget } from '@postern/core';
import type { ProxiedRequest } from './fault-proxy';

/** One running upstream (a simulator), fresh for each group of tests. */
export interface ConformanceUpstream {
  /** Its own base address; the suite puts a fault proxy before it. */
  baseUrl: string;
  /** Values that no log, error or evidence may show. */
  secrets: readonly string[];
  /** A connection's configuration that reaches the upstream at this address. */
  credentials(baseUrl: string): JsonObject;
  /** The same with a key that the upstream refuses. */
  badCredentials(baseUrl: string): JsonObject;
  /** Targets whose content the upstream publishes, on as many accounts as there are; `postId`s are unique. */
  targets(count: number, text: string): SubmissionTarget[] | Promise<SubmissionTarget[]>;
  /** Posts with this text that the networks behind the upstream really show. */
  publishedCount(text: string): number | Promise<number>;
  /** Lets time pass until every post that is due is final. */
  settle(): Promise<void>;
  /** The upstream's clock, in milliseconds. */
  now(): number;
  /** A well-formed reference to a post that the upstream does not have. */
  missingReference(): PostReference;
  /** References to that many posts, made faster than by `submit` or past the upstream's rate limits. */
  manyReferences?(count: number): Promise<PostReference[]>;
  /** How many registered webhooks the upstream would send each event to at this address; with `registration`. */
  registeredCount?(url: string): number | Promise<number>;
  close(): Promise<void>;
}

/** A genuine delivery, as the upstream would send it. */
export interface WebhookSample {
  rawBody: Uint8Array;
  /** Names in lower case. */
  headers: Record<string, string>;
}

export interface WebhookConformance {
  secret: string;
  /**
   * A delivery that the post with this reference was published, or failed (its event id depends on nothing
   * else), signed with `secret` at `at` (milliseconds).
   */
  sign(reference: string, secret: string, at: number, event?: 'published' | 'failed'): WebhookSample;
  /** Header that carries the signature; `null` where the upstream signs nothing, so that anybody may send a hint. */
  signatureHeader: string | null;
  /** False where a static secret comes along instead, which says nothing of the body. True by default. */
  signsBody?: boolean;
  /** The signature is over the JSON and not over its bytes: white space around it changes nothing. */
  signsMeaning?: boolean;
  /** Milliseconds after which a delivery is stale; `null` where the upstream signs no time. */
  staleAfterMs: number | null;
}

/** How the provider has the upstream call us. The upstream must take an address of this machine. */
export interface RegistrationConformance {
  /** The call that makes a new registration. */
  isRegistering: (request: ProxiedRequest) => boolean;
  /** The call that gives what is registered another secret; absent where that is a new registration. */
  isRotating?: (request: ProxiedRequest) => boolean;
  /** The upstream can neither be asked what is registered nor take it back. False by default. */
  leavesOthers?: boolean;
}

export interface ConformanceOptions {
  name: string;
  create(): Provider;
  upstream(): Promise<ConformanceUpstream>;
  /** Every word that the vendor documents for a post's status. */
  documentedStatuses: readonly string[];
  /** Keys of JSON members that hold such a word, or a truth value in its stead. */
  statusKeys: readonly string[];
  /** Keys that make a row what it is; without them it cannot be matched, so the suite never drops them. */
  identityKeys: readonly string[];
  /** The call of `submit` after which the post goes out. */
  isPublishingStep: (request: ProxiedRequest) => boolean;
  /** Calls of `submit` before it that change something upstream. */
  isPreparingStep?: (request: ProxiedRequest) => boolean;
  /** The call of `cancel` (`reschedule`) that changes something. */
  isCancelStep?: (request: ProxiedRequest) => boolean;
  isRescheduleStep?: (request: ProxiedRequest) => boolean;
  /** It never follows from a look that a call was not taken, so that such a doubt stays. False by default. */
  neverProvesAbsence?: boolean;
  /** Most calls that a read of 250 posts may cost, and how many posts are read (250 by default). */
  readMany: { atMostCalls: number; posts?: number };
  webhooks?: WebhookConformance;
  /** Needed where the provider registers webhooks. */
  registration?: RegistrationConformance;
}
