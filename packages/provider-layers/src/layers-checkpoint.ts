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
  /** Set before the publish call. */
  publish: { action: 'publish' | 'schedule'; body: string; scheduledFor: string | null } | null;
}

const stored = z.object({
  projectId: z.string(),
  containerId: lenientString,
  uploadSessions: z.number().catch(0),
  publish: z
    .object({ action: z.enum(['publish', 'schedule']), body: z.string(), scheduledFor: lenientString })
    .nullable()
    .catch(null),
});

export function readCheckpoint(data: JsonObject | null): LayersCheckpoint | null {
  return data === null ? null : readWire(stored, data);
}

export function checkpointData(checkpoint: LayersCheckpoint): JsonObject {
  return { ...checkpoint };
}
