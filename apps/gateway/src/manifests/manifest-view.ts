import { lintManifest, parseManifest } from '../providers/manifest-language';
import type { FoundProvider } from '../providers/provider-source';
import { toIssueDto } from './manifest-issues';
import type { ManifestDto, ManifestSummaryDto, ManifestVersionDto } from './manifests.dto';
import type { ManifestRow, VersionRow } from './manifests.repository';

export function toSummary(row: ManifestRow, found: FoundProvider): ManifestSummaryDto {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    version: row.version,
    notes: row.notes,
    problem: found.ok ? null : found.reason,
    capabilities: found.ok ? found.provider.descriptor.capabilities : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.stored_at.toISOString(),
  };
}

export function toManifestDto(row: ManifestRow, found: FoundProvider): ManifestDto {
  const parsed = parseManifest(row.manifest);
  const warnings = parsed.ok ? lintManifest(parsed.manifest) : [];
  return {
    ...toSummary(row, found),
    manifest: row.manifest,
    warnings: warnings.map((issue) => toIssueDto(issue, 'warning')),
  };
}

export function toVersionDto(row: VersionRow): ManifestVersionDto {
  return { version: row.version, notes: row.notes, createdAt: row.created_at.toISOString() };
}
