import type { Post, PostGroup, PostStatus, PublishErrorCode } from '@postern/client';

/** What a post's status allows; the gateway has the last word, since only it knows where the post is right now. */
export const canRetry = ({ status }: Pick<Post, 'status'>): boolean => status === 'failed';
export const canResolve = ({ status }: Pick<Post, 'status'>): boolean => status === 'unknown';
export const canCancel = ({ status }: Pick<Post, 'status'>): boolean => OPEN.includes(status);
export const canReschedule = ({ status }: Pick<Post, 'status'>): boolean => MOVABLE.includes(status);

const OPEN: readonly PostStatus[] = [
  'draft',
  'pending_approval',
  'scheduled',
  'queued',
  'publishing',
  'unknown',
];
const MOVABLE: readonly PostStatus[] = ['draft', 'pending_approval', 'scheduled', 'queued'];
const EDITABLE: readonly PostStatus[] = ['draft', 'scheduled', 'queued'];

/** The network may have taken the post after all. */
const DOUBTFUL: readonly PublishErrorCode[] = ['NETWORK_ERROR', 'TIMEOUT', 'UPSTREAM_ERROR'];

/** Whether a retry needs a person's word that they mean it: it fails the same way again, or may publish twice. */
export function needsForce({ error, providerReference }: Pick<Post, 'error' | 'providerReference'>): boolean {
  if (error === null || !error.retryable) return true;
  return providerReference !== null && DOUBTFUL.includes(error.code);
}

export const isDraft = ({ status }: Pick<PostGroup, 'status'>): boolean => status === 'draft';

/** While nothing of it was sent. */
export function canEdit({ posts }: { posts: readonly Pick<Post, 'status'>[] }): boolean {
  const open = posts.filter(({ status }) => status !== 'canceled');
  return open.length > 0 && open.every(({ status }) => EDITABLE.includes(status));
}
