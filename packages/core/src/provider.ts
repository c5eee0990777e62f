/**
 * The contract between Postern and a provider package. Types only.
 *
 * A provider is stateless: credentials, HTTP, clock, media and logger come in with each call. Expected
 * outcomes are return values, never exceptions; an exception is a defect of the provider, and the gateway
 * treats it as `unknown` after bytes were sent.
 */
import type { MediaItem, PostContent, TargetOptions } from './content';
import type { ProviderDescriptor } from './descriptor';
import type { HttpPort } from './http';
import type { JsonObject } from './json';
import type { PublishError } from './publish-error';
import type { ProviderSnapshot, ReferenceData } from './snapshot';

export interface Provider {
  readonly specVersion: 'v1';
  readonly descriptor: ProviderDescriptor;

  /** Read-only proof that the credentials work. */
  checkConnection(ctx: ProviderContext): Promise<ConnectionCheck>;

  /** Every account that the credentials can reach. Throws `ProviderCallError` when the upstream refuses. */
  listAccounts(ctx: ProviderContext): AsyncIterable<ProviderAccount>;

  /** Splits targets into submissions: each inner array becomes one. Pure; loses and repeats no target. */
  plan(targets: readonly SubmissionTarget[]): SubmissionTarget[][];

  /**
   * Hands one submission over. May call `ctx.checkpoint` between steps, and is called again with what it
   * stored after a crash or an unknown outcome. Answers for every target.
   */
  submit(ctx: SubmitContext, submission: Submission): Promise<SubmitResult>;

  /** Looks for a submission, by its checkpoint or its fingerprint, where the outcome of `submit` is not known. */
  lookup?(ctx: ProviderContext, submission: Submission): Promise<LookupResult>;

  /** Snapshots for many posts in the fewest upstream calls. Answers once for every reference. */
  read(ctx: ProviderContext, refs: readonly PostReference[]): Promise<ReadResult[]>;

  cancel?(ctx: ProviderContext, ref: PostReference, reason: string | null): Promise<ChangeResult>;

  /** `at` is RFC 3339 in UTC. */
  reschedule?(ctx: ProviderContext, ref: PostReference, at: string): Promise<ChangeResult>;

  readonly webhooks?: ProviderWebhooks;
}

export interface ProviderContext {
  /** The connection's configuration, as `descriptor.configSchema` describes it; already validated. */
  readonly credentials: Readonly<JsonObject>;
  readonly http: HttpPort;
  /** Milliseconds since the epoch, kept in step with the database's clock. */
  readonly now: () => number;
  readonly logger: ProviderLogger;
  readonly media: MediaSource;
}

export interface SubmitContext extends ProviderContext {
  /** Stores progress durably before it resolves; what was stored comes back as `submission.checkpoint`. */
  checkpoint(data: JsonObject): Promise<void>;
  /**
   * True once nothing more may be published: the caller asked to cancel, or the post is past its latest time.
   * Look before every step that cannot be taken back.
   *
   * From then on `submit` only settles: it makes no call that can publish, and answers for each target
   * - `withdrawn` only if it is sure that nothing was and nothing will be published: the call that publishes was
   *   never made, as the checkpoint shows; or the post was found upstream, withdrawn there, and that was
   *   confirmed; or its absence is proven although a call may have been on its way;
   * - `accepted` if the upstream has the post, whatever its state (canceling it is then the gateway's command);
   * - else `unknown`, and is asked again later.
   */
  cancelRequested(): Promise<boolean>;
}

export interface ProviderLogger {
  debug(message: string, details?: Record<string, unknown>): void;
  info(message: string, details?: Record<string, unknown>): void;
  warn(message: string, details?: Record<string, unknown>): void;
}

/** Where a provider gets the bytes of a media item. */
export interface MediaSource {
  /** Throws `MediaUnavailableError` with a sentence for a person. */
  open(item: MediaItem): Promise<OpenMedia>;
  /**
   * An address under which anybody can fetch the item, for upstreams that take no bytes. It holds for a day after
   * `until` (RFC 3339), or after now where that is `null`. Throws `MediaUnavailableError`, too.
   */
  publicUrl(item: MediaItem, until: string | null): Promise<string>;
}

export interface OpenMedia {
  stream: AsyncIterable<Uint8Array>;
  /** Sniffed or declared, without parameters (`image/jpeg`). */
  contentType: string;
  /** Bytes; `null` where the source does not say. */
  sizeBytes: number | null;
  fileName: string;
}

export type ConnectionCheck =
  { ok: true; identity: string | null; details: JsonObject } | { ok: false; error: PublishError };

export interface ProviderAccount {
  /** The provider's id of the account, as `submit` needs it. Opaque. */
  reference: string;
  platform: string;
  handle: string | null;
  displayName: string | null;
  avatarUrl: string | null;
  status: 'connected' | 'reauth_required' | 'disconnected';
  tokenExpiresAt: string | null;
  lastSuccessAt: string | null;
  /** What `submit` needs beside the reference (a project id, for instance). */
  data: ReferenceData;
}

export interface SubmissionTarget {
  postId: string;
  platform: string;
  accountReference: string;
  accountData: ReferenceData;
  content: PostContent;
  options: TargetOptions;
}

export interface Submission {
  id: string;
  /** Submission id + round + generation: equal for every repetition of the same try. At most 64 characters. */
  idempotencyKey: string;
  /** When the provider shall publish, RFC 3339 UTC; `null` = at once. */
  scheduledAt: string | null;
  targets: SubmissionTarget[];
  /** What the last `ctx.checkpoint` of this generation stored; `null` at the first try. */
  checkpoint: JsonObject | null;
  /** Milliseconds, database clock: when the first attempt of this generation began. */
  firstAttemptAt: number;
}

/** One answer per target. */
export interface SubmitResult {
  posts: PostSubmitResult[];
}

export type PostSubmitResult =
  /** The upstream has it. `reference` is how `read` finds it again. */
  | { postId: string; outcome: 'accepted'; reference: Reference; snapshot: ProviderSnapshot }
  /** This attempt was definitely not accepted; `error.retryable` says whether a later try makes sense. */
  | {
      postId: string;
      outcome: 'rejected';
      error: PublishError;
      /**
       * None of the tries at this submission can have been accepted: each call that can publish was refused or
       * never made, as the checkpoint shows. So the refusal also ends what an earlier try left unknown. Absent:
       * it speaks of its own try alone.
       */
      neverAccepted?: boolean;
    }
  /** Bytes left and no trustworthy reply came. */
  | { postId: string; outcome: 'unknown'; error: PublishError }
  /** Not accepted because of another target of the same call; goes out in a new submission. */
  | { postId: string; outcome: 'released' }
  /** A gate upstream must open first; `read` says `open_gate` when it has, and the post is submitted anew. */
  | { postId: string; outcome: 'gated'; reference: Reference; snapshot: ProviderSnapshot }
  /** `ctx.cancelRequested` was heeded, and surely nothing was or will be published by any try. */
  | { postId: string; outcome: 'withdrawn' };

export interface Reference {
  /** The id at the provider; `null` where it is not known yet and `data` is what finds the post. */
  id: string | null;
  data: ReferenceData;
}

export type LookupResult =
  /** The posts that were found; others of the submission are as unsure as before. */
  | { outcome: 'found'; posts: { postId: string; reference: Reference; snapshot: ProviderSnapshot }[] }
  /** `authoritative` only if the upstream cannot hold it any more. */
  | { outcome: 'absent'; authoritative: boolean }
  | { outcome: 'unsure'; reason: string };

export interface PostReference extends Reference {
  postId: string;
  platform: string;
  accountReference: string;
  accountData: ReferenceData;
  /** The text that was sent (first part). */
  text: string;
}

export type ReadResult =
  | { postId: string; outcome: 'found'; snapshot: ProviderSnapshot; reference?: Reference }
  /** The upstream says that there is no such post (404). No status follows from it. */
  | { postId: string; outcome: 'missing' }
  /** A gate has opened: submit again. */
  | { postId: string; outcome: 'open_gate' }
  /** The read itself failed; try again later. */
  | { postId: string; outcome: 'failed'; error: PublishError };

export type ChangeResult =
  | { outcome: 'done'; snapshot: ProviderSnapshot | null }
  /** The upstream will not change it any more; `snapshot` is what it shows now. */
  | { outcome: 'too_late'; snapshot: ProviderSnapshot | null }
  | { outcome: 'unsupported' }
  /** Definitely not changed, for another reason. */
  | { outcome: 'rejected'; error: PublishError }
  /** No trustworthy reply: read before concluding. */
  | { outcome: 'unknown'; error: PublishError };

export interface ProviderWebhooks {
  /** Checks the signature over the raw bytes. Fails closed: no secret, no header, a stale time → not ok. */
  verify(
    rawBody: Uint8Array,
    headers: WebhookHeaders,
    secrets: readonly string[],
    now: number,
  ): WebhookVerdict;
  /** What to look at. Call only after `verify`. Returns `null` for a body that cannot be understood. */
  parse(rawBody: Uint8Array, headers: WebhookHeaders): WebhookHint | null;
  /** Absent where the upstream has no API for it: there a person enters our address, and its secret here. */
  readonly registration?: WebhookRegistration;
}

/**
 * Has the upstream call us, through its own API.
 *
 * Calls for one connection follow each other: two at once could each find nothing and make one each. Their requests
 * are `confidential`, and no error repeats what the upstream said beside a secret.
 */
export interface WebhookRegistration {
  /**
   * Makes the upstream call `url`, once, for every event that concerns posts and accounts, and gets a secret for it
   * that nobody has seen before: the first time by a new registration, later by rotating the secret of the one that
   * there is. Looks first, by `registrationId` and by `url`: what an earlier call made whose reply was lost is found
   * and kept, what was switched off upstream is switched on, and others with the same `url` are removed. So a
   * `rejected` that is `retryable` is ended by the same call again, whatever became of the first.
   */
  register(ctx: ProviderContext, request: WebhookRegistrationRequest): Promise<WebhookRegistrationResult>;
  /** Takes it back. What is no longer there is `done`, too. */
  remove(ctx: ProviderContext, registrationId: string): Promise<WebhookRemoval>;
}

export interface WebhookRegistrationRequest {
  /**
   * Where the upstream is to send its webhooks. It is this connection's alone, so that whatever is registered upstream
   * with it is ours.
   */
  url: string;
  /** The upstream's id of what was registered before; `null` where nothing is known of any. */
  registrationId: string | null;
}

export type WebhookRegistrationResult =
  | {
      outcome: 'done';
      /** The upstream's own id. It may differ from the one before: some upstreams rotate by making a new one. */
      registrationId: string;
      secret: string;
      /**
       * For how long the upstream goes on to sign with the secret before this one; 0 = not at all, or there was none.
       * Years where it cannot be made to stop.
       */
      overlapSeconds: number;
    }
  | { outcome: 'rejected'; error: PublishError };

export type WebhookRemoval = { outcome: 'done' } | { outcome: 'rejected'; error: PublishError };

/** Header names in lower case. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>;

export type WebhookVerdict =
  { ok: true } | { ok: false; reason: 'no_secret' | 'no_signature' | 'malformed' | 'forged' | 'stale' };

/** A webhook is a hint to read now, never the truth by itself. */
export interface WebhookHint {
  /** The same for each delivery of the same event. */
  dedupeKey: string;
  /** The upstream's own event name. */
  type: string;
  /** Values of `Reference.id`, or of strings in `Reference.data`, that the event speaks of. */
  references: string[];
  /** The event says that an account or the key stopped working. */
  concernsAccount: boolean;
}

/** An upstream refused or could not be asked, where the contract has no union to say so. */
export class ProviderCallError extends Error {
  override readonly name = 'ProviderCallError';
  constructor(readonly error: PublishError) {
    super(error.message);
  }
}

/** A media item cannot be had; the message is for a person. */
export class MediaUnavailableError extends Error {
  override readonly name = 'MediaUnavailableError';
  constructor(
    message: string,
    /** Whether a later try can succeed. */
    readonly retryable: boolean,
  ) {
    super(message);
  }
}
