import { mebibytes, minutes, seconds, type LimitRule } from './limit-rule';

const POSTS = 'https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api';
const IMAGES = 'https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api';
const MANY = 'https://learn.microsoft.com/linkedin/marketing/community-management/shares/multiimage-post-api';
const VIDEOS = 'https://learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api';

export const LINKEDIN_RULES: readonly LimitRule[] = [
  { id: 'linkedin.text.max_chars', measure: 'text_length', unit: 'characters', max: 3000, source: POSTS },
  { id: 'linkedin.media.max', measure: 'media_count', of: 'media', max: 20, source: MANY },
  { id: 'linkedin.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: POSTS },
  { id: 'linkedin.media.mixed', measure: 'media_mixed', source: POSTS },
  {
    id: 'linkedin.image.type',
    measure: 'media_type',
    of: 'image',
    types: ['image/jpeg', 'image/png', 'image/gif'],
    source: IMAGES,
  },
  { id: 'linkedin.video.type', measure: 'media_type', of: 'video', types: ['video/mp4'], source: VIDEOS },
  {
    id: 'linkedin.video.max_bytes',
    measure: 'media_bytes',
    of: 'video',
    max: mebibytes(500),
    source: VIDEOS,
  },
  {
    id: 'linkedin.video.duration',
    measure: 'media_duration',
    of: 'video',
    min: seconds(3),
    max: minutes(30),
    source: VIDEOS,
  },
];
