import type { PostGroupStatus, PostStatus } from '@postern/client';

export const statuses: Record<PostStatus | PostGroupStatus, string> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  pending_approval: 'Pending approval',
  queued: 'Queued',
  publishing: 'Publishing',
  published: 'Published',
  partially_published: 'Partially published',
  handed_off: 'Handed off',
  failed: 'Failed',
  canceled: 'Canceled',
  unknown: 'Unknown',
};
