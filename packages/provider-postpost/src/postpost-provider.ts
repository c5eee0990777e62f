import type { ChangeResult, PostReference, Provider, ProviderContext } from '@postern/core';
import { checkConnection, listAccounts } from './postpost-accounts';
import { cancelGroup } from './postpost-cancel';
import { createPostPostClient } from './postpost-client';
import { POSTPOST_DESCRIPTOR } from './postpost-descriptor';
import { localError } from './postpost-errors';
import { isObjectId } from './postpost-ids';
import { lookupPost } from './postpost-lookup';
import { readPosts } from './postpost-read';
import { rescheduleGroup } from './postpost-reschedule';
import { submitPost } from './postpost-submit';
import { postPostWebhooks } from './postpost-webhook';

/** The PostPost publishing API (https://docs.postpost.dev). Stateless; safe to share. */
export function createPostPostProvider(): Provider {
  return {
    specVersion: 'v1',
    descriptor: POSTPOST_DESCRIPTOR,
    checkConnection,
    listAccounts,
    // One group per post: only so can a post be canceled or moved, and have a text of its own.
    plan: (targets) => targets.map((target) => [target]),
    submit: submitPost,
    lookup: lookupPost,
    read: readPosts,
    cancel: (ctx, ref, reason) =>
      withId(ctx, ref, (id) => cancelGroup(ctx, createPostPostClient(ctx), id, ref, reason)),
    reschedule: (ctx, ref, at) =>
      withId(ctx, ref, (id) => rescheduleGroup(ctx, createPostPostClient(ctx), id, ref, at)),
    webhooks: postPostWebhooks,
  };
}

/** A malformed id would be answered with a 500, which looks like an outage; so it is not sent. */
async function withId(
  ctx: ProviderContext,
  ref: PostReference,
  change: (postGroupId: string) => Promise<ChangeResult>,
): Promise<ChangeResult> {
  if (isObjectId(ref.id)) return change(ref.id);
  const message = 'The stored reference is not an id of PostPost.';
  const error = localError(ctx.now(), { code: 'INTERNAL', platform: ref.platform, message });
  return { outcome: 'rejected', error };
}
