import { Anchor } from '@mantine/core';
import type { PostStatus, PublishErrorCode } from '@postern/client';
import { Link } from '@tanstack/react-router';

/** Filters of the page of posts, in the words of the API. */
export interface PostsFilter {
  status?: PostStatus[];
  errorCode?: PublishErrorCode[];
  provider?: string;
  platform?: string;
}

export function PostsLink({ filter, children }: { filter: PostsFilter; children: string }) {
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/posts" search={{ view: 'posts', ...filter }} {...props} />}
    >
      {children}
    </Anchor>
  );
}
