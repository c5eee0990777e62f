import { createHash } from 'node:crypto';
import { z } from 'zod';
import { lenientString, readWire } from '@postern/provider-kit';
import type { JsonObject } from '@postern/core';

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

export interface StoredCall {
  action: 'publish' | 'schedule';
  body: string;
  scheduledFor: string | null;
  /** Tells API keys apart without telling them: Layers keeps idempotency keys per API key. */
  keyMark: string | null;
}

export function keyMarkOf(apiKey: string): string {
  return createHash('sha256').update(`postern layers ${apiKey}`).digest('hex').slice(0, 12);
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
    })
    .nullable()
    .catch(null),
});

export function readCheckpoint(data: JsonObject | null): LayersCheckpoint | null {
  return data === null ? null : readWire(stored, data);
}

export function checkpointData(checkpoint: LayersCheckpoint): JsonObject {
  const { publish } = checkpoint;
  return { ...checkpoint, publish: publish === null ? null : { ...publish } };
}
