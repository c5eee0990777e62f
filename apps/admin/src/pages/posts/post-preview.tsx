import type { Post } from '@postern/client';
import { ContentPreview } from '../../components/content-preview/content-preview';
import { usePreviewFacts } from './reading';

/** What the post says, as its platform will show it. */
export function PostPreview({ post }: { post: Post }) {
  const { account, abilities } = usePreviewFacts(post);
  return (
    <ContentPreview
      content={post.content}
      platform={post.platform}
      account={account ?? { handle: post.handle }}
      abilities={abilities}
    />
  );
}
