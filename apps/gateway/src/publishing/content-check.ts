import {
  checkContent,
  publishError,
  type ContentIssue,
  type ContentLookups,
  type PostSubmitResult,
  type ProviderDescriptor,
  type SubmitResult,
} from '@postern/core';
import { storedMedia } from '../media/media-facts';
import type { ClaimedPost, ClaimedSubmission } from './submission';

/**
 * What breaks a content rule is not sent: rules may have become narrower since the post was accepted. Its siblings
 * go out in a submission of their own, since a submission is repeated, if need be, as it was sent.
 *
 * Only before anything of a generation was sent; of a later try nobody knows that nothing was. By what the rows
 * hold, those of stored media included; addresses are not looked at. Pure.
 *
 * @returns `null` where all of it may be sent
 */
export function contentRefusal(
  claim: Pick<ClaimedSubmission, 'state' | 'checkpoint' | 'claimedAt' | 'media'> & {
    posts: Pick<ClaimedPost, 'id' | 'platform' | 'content' | 'options'>[];
  },
  descriptor: ProviderDescriptor,
): SubmitResult | null {
  if (claim.state !== 'sending' || claim.checkpoint !== null) return null;
  const lookups = storedMedia(claim.media, true);
  const checked = claim.posts.map((post) => ({ post, issue: brokenRule(post, descriptor, lookups) }));
  if (checked.every(({ issue }) => issue === null)) return null;
  const occurredAt = new Date(claim.claimedAt).toISOString();
  return {
    posts: checked.map(({ post, issue }): PostSubmitResult => {
      if (issue === null) return { postId: post.id, outcome: 'released' };
      const error = publishError({
        code: 'CONTENT_INVALID',
        message: `${issue.message} ${issue.fix} (${issue.rule})`,
        remedy: `${issue.fix} Then publish it as a new post.`,
        provider: descriptor.id,
        platform: post.platform,
        occurredAt,
      });
      return { postId: post.id, outcome: 'rejected', error };
    }),
  };
}

function brokenRule(
  { platform: word, content, options }: Pick<ClaimedPost, 'platform' | 'content' | 'options'>,
  descriptor: ProviderDescriptor,
  lookups: ContentLookups,
): ContentIssue | null {
  const platform = descriptor.platforms.find((known) => known.platform === word);
  // A platform that the descriptor does not list any more is the provider's to refuse.
  if (platform === undefined) return null;
  const issues = checkContent(content, options, platform, descriptor, '', lookups);
  return issues.find(({ severity }) => severity === 'error') ?? null;
}
