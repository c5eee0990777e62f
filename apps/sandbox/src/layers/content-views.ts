import type { Container, ContainerFile } from './model';
import type { LayersSettings } from './options';

/** An uploaded item: generation fields are null, ads are opted out (Layers docs, content items). */
export function containerView(container: Container, { vocabulary }: LayersSettings): Record<string, unknown> {
  const [first] = container.files;
  return {
    id: container.id,
    projectId: container.projectId,
    status: container.status,
    format: null,
    hook: null,
    influencerId: null,
    sourceTiktokId: null,
    mediaId: first === undefined ? null : first.assetId.replace('ast_', 'med_'),
    caption: container.caption,
    firstComment: null,
    preview: first === undefined || container.status !== 'completed' ? null : preview(first),
    assets:
      container.status === 'completed' ? container.files.map((file) => assetView(file, vocabulary)) : [],
    approvalStatus: container.approvalStatus,
    creativeType: 'uploaded',
    adsEnrollment: 'opted_out',
    createdAt: container.createdAt,
    completedAt: container.completedAt,
    failedAt: null,
    lastError: null,
  };
}

function preview({ kind, url }: ContainerFile): Record<string, unknown> {
  const videoUrl = kind === 'video' ? url : null;
  return {
    kind,
    primaryUrl: url,
    videoUrl,
    thumbnailUrl: null,
    hlsUrl: null,
    durationMs: null,
    aspectRatio: null,
  };
}

export function assetView(
  { assetId, kind, url, contentType, sizeBytes }: ContainerFile,
  vocabulary: LayersSettings['vocabulary'],
): Record<string, unknown> {
  const asset = { assetId, kind, url, thumbnailUrl: null };
  return vocabulary === 'A' ? { ...asset, mimeType: contentType, sizeBytes } : asset;
}
