import type { OutcomeKind } from '../frame/fault-kinds';

/** Two generations of Layers' documentation describe one API in two vocabularies. */
export type Vocabulary = 'A' | 'B';

export type LayersPlatform = 'tiktok' | 'instagram';
export type PostState = 'queued' | 'publishing' | 'draft' | 'published' | 'failed' | 'canceled';
export type ApprovalStatus = 'not_required' | 'pending' | 'approved' | 'rejected';
export type ReviewPolicy = 'auto_approve' | 'review_first_n' | 'review_all';

export interface ApiKey {
  readonly id: string;
  readonly secret: string;
  readonly organizationId: string;
  readonly scopes: string[];
  killed: boolean;
}

export interface Project {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly customerExternalId: string | null;
  readonly timezone: string;
  status: 'active' | 'archived';
  policy: ReviewPolicy;
  firstN: number | null;
  policyUpdatedAt: string | null;
  readonly createdAt: string;
}

export interface SocialAccount {
  readonly id: string;
  readonly projectId: string;
  readonly platform: LayersPlatform;
  readonly handle: string;
  status: 'connected' | 'reauth_required' | 'disconnected';
  readonly connectedAt: string;
  readonly tokenExpiresAt: string;
}

export interface ContainerFile {
  readonly assetId: string;
  readonly kind: 'video' | 'image';
  readonly contentType: string;
  readonly url: string;
  /** Declared size; null for media fetched by URL without one. */
  readonly sizeBytes: number | null;
  /** Of the bytes that came; null for media that was not fetched. */
  sha256: string | null;
  /** Present for direct uploads: the storage token, and whether its bytes have arrived. */
  readonly storageToken: string | null;
  received: boolean;
}

/** A schedule call that waits for approval: the intent lives on the container, no posts yet. */
export interface ScheduleIntent {
  readonly scheduledFor: string;
  readonly targets: Target[];
}

export interface Container {
  readonly id: string;
  readonly projectId: string;
  status: 'queued' | 'completed';
  caption: string | null;
  readonly files: ContainerFile[];
  approvalStatus: ApprovalStatus;
  intents: ScheduleIntent[];
  readonly createdAt: string;
  completedAt: string | null;
}

/** One target of publish or schedule, as validated. `mode` keeps the caller's vocabulary. */
export interface Target {
  readonly socialAccountId: string;
  readonly mode: string;
  readonly captionOverride?: string;
  readonly firstCommentOverride?: string;
  readonly scheduledPostId?: string;
}

export interface PostError {
  readonly code: string;
  readonly message: string;
  readonly data: { readonly platform: LayersPlatform; readonly platformCode: string };
}

export interface Post {
  readonly id: string;
  readonly containerId: string;
  readonly projectId: string;
  readonly socialAccountId: string;
  readonly platform: LayersPlatform;
  readonly mode: string;
  readonly caption: string;
  readonly mediaCount: number;
  readonly kind: 'video' | 'image';
  readonly outcome: OutcomeKind | null;
  status: PostState;
  externalId: string | null;
  externalUrl: string | null;
  scheduledFor: string;
  attemptedAt: string | null;
  publishedAt: string | null;
  canceledAt: string | null;
  cancelReason: string | null;
  lastError: PostError | null;
  readonly createdAt: string;
  updatedAt: string;
  /** On the steady clock, in milliseconds: its next move; null = none is planned. */
  moveAtMs: number | null;
  /** Waits for a time that the caller named, rather than for its turn. */
  isTimed: boolean;
}

export interface WebhookEndpoint {
  readonly id: string;
  readonly organizationId: string;
  projectId: string | null;
  url: string;
  description: string | null;
  status: 'active' | 'paused' | 'auto_paused';
  events: string[];
  /** Newest first; a rotated one stays valid until its time. */
  secrets: Array<{ secret: string; expiresAt: string | null }>;
  readonly createdAt: string;
  updatedAt: string;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
  consecutiveFailureCount: number;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly body: string;
  status: 'pending' | 'delivered' | 'abandoned';
  attempts: number;
  deliveredAt: string | null;
  abandonedAt: string | null;
  lastResponseStatus: number | null;
  lastErrorMessage: string | null;
  readonly createdAt: string;
}

/** An answer kept for repetitions of the same `Idempotency-Key`. */
export interface KeptAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  /** On the steady clock. */
  readonly keptAtMs: number;
}

/** A customer of Layers: keys and projects belong to it, and it sees no other's. */
export interface Organization {
  readonly id: string;
  readonly name: string;
}

export interface LayersState {
  /** The seeded one first. */
  readonly organizations: Organization[];
  readonly keys: ApiKey[];
  readonly projects: Project[];
  readonly accounts: SocialAccount[];
  readonly containers: Record<string, Container>;
  readonly posts: Record<string, Post>;
  readonly kept: Record<string, KeptAnswer>;
  readonly endpoints: WebhookEndpoint[];
  readonly deliveries: WebhookDelivery[];
  nextExternalId: number;
}
