import { Anchor, Text } from '@mantine/core';
import type { Post } from '@postern/client';
import { platformName } from '@postern/core';
import { ExternalLink } from 'lucide-react';
import { texts } from '../../texts';

/** The post on its network, where the provider told its address. */
export function NetworkLink({
  post,
}: {
  post: Pick<Post, 'platform' | 'platformPostUrl' | 'platformPostId'>;
}) {
  const { platform, platformPostUrl, platformPostId } = post;
  if (platformPostUrl === null || !/^https?:/i.test(platformPostUrl)) {
    return <Text size="sm">{platformPostId ?? texts.common.none}</Text>;
  }
  return (
    <Anchor size="sm" href={platformPostUrl} target="_blank" rel="noreferrer noopener">
      {texts.posts.list.onNetwork(platformName(platform))} <ExternalLink size={12} aria-hidden />
    </Anchor>
  );
}
