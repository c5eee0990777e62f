import { z } from 'zod';
import type { JsonObject } from '@postern/core';
import {
  credentialMark,
  lenientNumber,
  lenientString,
  readWire,
  type CallNotes,
} from '@postern/provider-kit';
import type { LayersConfig } from './layers-config';

/**
 * What a submission remembers between its steps. Creating content publishes nothing; only the publish call
 * does, and its exact bytes are stored before it is sent, so that every repetition is byte-identical.
 */
export interface LayersCheckpoint {
  projectId: string;
  /** Set once the content is complete at Layers. */
  containerId: string | null;
  /** How many upload sessions were opened; presigned addresses live 15 minutes and are never re-issued. */
  uploadSessions: number;
  /** A container whose files are all uploaded, and whose end is not confirmed yet. */
  uploadedId: string | null;
  /** Set before the publish call. */
  publish: StoredCall | null;
}

export interface StoredCall extends CallNotes {
  action: 'publish' | 'schedule';
  body: string;
  scheduledFor: string | null;
  /** Tells API keys apart without telling them: Layers keeps idempotency keys per API key. */
  keyMark: string | null;
}

export function keyMarkOf({ baseUrl, organizationId, apiKey }: LayersConfig): string {
  return credentialMark('layers', [baseUrl, organizationId, apiKey]);
}

const stored = z.object({
  projectId: z.string(),
  containerId: lenientString,
  uploadSessions: z.number().catch(0),
  uploadedId: lenientString,
  publish: z
    .object({
      action: z.enum(['publish', 'schedule']),
      body: z.string(),
      scheduledFor: lenientString,
      keyMark: lenientString,
      sentAt: lenientNumber,
      absentSince: lenientNumber,
    })
    .nullable(),
});

/** `unreadable`: progress that another version stored; what it did cannot be known. */
export function readCheckpoint(data: JsonObject | null): LayersCheckpoint | 'unreadable' | null {
  return data === null ? null : (readWire(stored, data) ?? 'unreadable');
}

export function checkpointData(checkpoint: LayersCheckpoint): JsonObject {
  const { publish } = checkpoint;
  return { ...checkpoint, publish: publish === null ? null : { ...publish } };
}
