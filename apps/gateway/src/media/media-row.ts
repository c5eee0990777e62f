import type { MediaFacts } from '@postern/core';
import type { MediaFactsView } from './media.dto';

/** A stored medium as the database has it. */
export interface MediaRow {
  id: string;
  workspace_id: string;
  storage_key: string;
  file_name: string;
  content_type: string;
  /** int8 comes as text. */
  size_bytes: string;
  width: number | null;
  height: number | null;
  duration_ms: string | null;
  sha256: string;
  created_at: Date;
  expires_at: Date | null;
}

export const MEDIA_COLUMNS = `id, workspace_id, storage_key, file_name, content_type, size_bytes, width, height,
  duration_ms, sha256, created_at, expires_at`;

/** Of `media m`: visible to its workspace. A medium whose time is over is gone, swept already or not. */
export const VISIBLE = `m.state = 'stored' and (m.expires_at is null or m.expires_at > now())`;

export function toMediaView(row: MediaRow): MediaFactsView {
  return {
    id: row.id,
    contentType: row.content_type,
    sizeBytes: Number(row.size_bytes),
    width: row.width,
    height: row.height,
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    sha256: row.sha256,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}

/** What the content rules want to know of a stored medium. */
export interface StoredFacts {
  content_type: string;
  size_bytes: string | number;
  width: number | null;
  height: number | null;
  duration_ms: string | number | null;
}

export function toMediaFacts(row: StoredFacts): MediaFacts {
  return {
    kind: row.content_type.startsWith('video/') ? 'video' : 'image',
    contentType: row.content_type,
    sizeBytes: Number(row.size_bytes),
    width: row.width,
    height: row.height,
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
  };
}
