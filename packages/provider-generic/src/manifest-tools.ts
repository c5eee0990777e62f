/** What the tools for people who write manifests answer with: the explanation and the dry run. Types only. */
import type { Json, JsonObject, ProviderCapabilities, ProviderSnapshot, PublishError } from '@postern/core';
import type { ManifestIssue } from './manifest-issue';

/** A manifest in plain words. */
export interface ManifestExplanation {
  provider: string;
  name: string;
  /** One sentence each: how a post is published, how doubt ends, what happens to time, media and threads. */
  summary: string[];
  operations: { name: string; request: string; purpose: string }[];
  /** Upstream word → what Postern shows; `level` tells the post's words from the group's. */
  statuses: { level: 'post' | 'group' | 'rule'; word: string; means: string }[];
  platforms: { platform: string; word: string; notes: string[] }[];
  capabilities: ProviderCapabilities;
  limits: string[];
  notes: string[];
  warnings: ManifestIssue[];
}

/** Operations that can be tried; `webhook` reads a pasted delivery. */
export const TRIAL_OPERATIONS = [
  'check',
  'createPost',
  'releasePost',
  'getPost',
  'getRows',
  'listPosts',
  'findPosts',
  'getApproval',
  'cancelPost',
  'reschedulePost',
  'listAccounts',
  'webhook',
] as const;
export type TrialOperation = (typeof TRIAL_OPERATIONS)[number];

export interface ManifestTrialInput {
  operation: TrialOperation;
  /** Values of the connection's properties; samples stand in for what is missing. */
  credentials?: JsonObject;
  account?: { reference: string; platform: string; data?: Record<string, string> };
  /** Of the post that is sent. */
  post?: {
    text: string;
    media?: JsonObject[];
    thread?: { text: string }[];
    options?: JsonObject;
    scheduledAt?: string;
  };
  /** Of the post that is read or changed. */
  ref?: { id: string; data?: Record<string, string> };
  /** What the upstream would answer, to each request that is made. */
  reply?: TrialReply;
  /** For operations of several requests, in their order; the last one answers whatever follows. */
  replies?: TrialReply[];
}

/** Of a webhook `body` and `headers` are the delivery's. */
export interface TrialReply {
  status: number;
  headers?: Record<string, string>;
  body: Json;
}

/** Nothing is ever sent by a trial. */
export interface ManifestTrial {
  /** Secrets are shown as `***`. */
  requests: { method: string; url: string; headers: Record<string, string>; body: string | null }[];
  /** How the pasted reply is read; null where none was given. */
  reading: TrialReading | null;
  /** Why a request cannot be made, or a reply cannot be read. */
  problems: string[];
}

export type TrialReading =
  | {
      kind: 'post';
      outcome: string;
      id: string | null;
      snapshot: ProviderSnapshot | null;
      error: PublishError | null;
    }
  | { kind: 'list'; rows: { id: string | null; snapshot: ProviderSnapshot }[]; nextPage: boolean }
  | { kind: 'accounts'; accounts: JsonObject[] }
  | { kind: 'webhook'; type: string | null; references: string[] }
  | { kind: 'check'; ok: boolean; identity: string | null; error: PublishError | null };
