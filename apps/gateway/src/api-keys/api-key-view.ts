import type { ApiKeyDto } from './api-keys.dto';
import type { ApiKeyRow } from './api-keys.repository';
import type { RateLimit } from './rate-limit';

/** A key as the API shows it and the audit log keeps it: without anything that opens a workspace. */
export function toApiKeyDto(row: ApiKeyRow): ApiKeyDto {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    rateLimit: rateLimitOf(row),
    replaces: row.replaces,
    replacedBy: row.replaced_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

export function rateLimitOf({ rate_limit: limit, rate_window_seconds: windowSeconds }: ApiKeyRow) {
  return limit === null || windowSeconds === null ? null : ({ limit, windowSeconds } satisfies RateLimit);
}
