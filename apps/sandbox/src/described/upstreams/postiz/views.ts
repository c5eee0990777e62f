import type { Group, Row } from '../../model';

export type State = 'QUEUE' | 'PUBLISHED' | 'ERROR' | 'DRAFT';

/** Uploaded to TikTok for a human to post. */
export function isInboxOnly({ platform, extra }: Row): boolean {
  return platform === 'tiktok' && extra.isUploadOnly === true;
}

export function stateOf(group: Group, { phase }: Row): State {
  switch (phase) {
    case 'published':
      return 'PUBLISHED';
    case 'failed':
      return 'ERROR';
    case 'waiting':
    case 'publishing':
    case 'retrying':
    case 'unpublished':
    case 'canceled':
      return group.phase === 'draft' ? 'DRAFT' : 'QUEUE';
  }
}

/** What the caller named, or when it was created to be published now. */
export function publishDateOf({ extra, createdAt }: Group): string {
  return typeof extra.date === 'string' ? extra.date : createdAt;
}

/** One row of the list; each integration has a post of its own. */
export function postView(group: Group, row: Row): Record<string, unknown> {
  const isOut = row.phase === 'published';
  const isKnown = isOut && row.liveUrl !== null;
  return {
    id: row.id,
    group: group.id,
    content: row.texts[0],
    publishDate: publishDateOf(group),
    state: stateOf(group, row),
    releaseId: isKnown ? row.liveId : isOut ? 'missing' : null,
    releaseURL: isKnown ? row.liveUrl : null,
    integration: { id: row.accountId, providerIdentifier: row.platform, name: row.handle },
  };
}
