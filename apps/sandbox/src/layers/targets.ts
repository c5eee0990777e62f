import { z } from 'zod';
import type { LayersParts } from './endpoint';
import { validation, type Issue } from './errors';
import { zuluTime } from './fields';
import { accountOf } from './lookups';
import type { Container, SocialAccount, Vocabulary } from './model';
import { isDraftMode, MODE_NAMES, modeFits } from './vocabulary';

const tiktokPostSettings = z.strictObject({
  privacyLevel: z
    .enum(['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY'])
    .optional(),
  disableComment: z.boolean().optional(),
  disableDuet: z.boolean().optional(),
  disableStitch: z.boolean().optional(),
  isBrandOrganic: z.boolean().optional(),
  isBrandedContent: z.boolean().optional(),
});

const tiktokMusic = z
  .strictObject({ mode: z.enum(['none', 'auto', 'manual']), trackId: z.string().optional() })
  .refine(({ mode, trackId }) => mode !== 'manual' || trackId !== undefined, {
    path: ['trackId'],
    message: 'Required for manual music.',
  });

const targetShape = (vocabulary: Vocabulary) => ({
  socialAccountId: z.string().min(1),
  mode: z.enum(MODE_NAMES[vocabulary]),
  captionOverride: z.string().max(4000).optional(),
  firstCommentOverride: z.string().max(4000).optional(),
  tiktokPostSettings: tiktokPostSettings.optional(),
  tiktokMusic: tiktokMusic.optional(),
  shareReelToFeed: z.boolean().optional(),
});

/** The caller may choose the post's id in generation A only; in B the key is unknown, hence refused. */
const targetsOf = (vocabulary: Vocabulary) =>
  z
    .array(
      z.strictObject({
        ...targetShape(vocabulary),
        scheduledPostId: vocabulary === 'A' ? z.string().min(1).optional() : z.undefined().optional(),
      }),
    )
    .min(1)
    .max(50);

const publishBody = (vocabulary: Vocabulary) => z.strictObject({ targets: targetsOf(vocabulary) });
const scheduleBody = (vocabulary: Vocabulary) =>
  z.strictObject({ scheduledFor: zuluTime, targets: targetsOf(vocabulary) });

export const PUBLISH_BODIES = { A: publishBody('A'), B: publishBody('B') };
export const SCHEDULE_BODIES = { A: scheduleBody('A'), B: scheduleBody('B') };

type ParsedTarget = z.output<(typeof PUBLISH_BODIES)['A']>['targets'][number];

/** All or nothing: the first target that cannot be served refuses the call, and nothing is written. */
export function checkTargets(
  parts: LayersParts,
  container: Container,
  targets: readonly ParsedTarget[],
): void {
  targets.forEach((target, index) => {
    const issue = problemOf(parts, container, target, `targets.${index}`);
    if (issue !== null) throw validation([issue]);
  });
}

function problemOf(
  parts: LayersParts,
  container: Container,
  target: ParsedTarget,
  path: string,
): Issue | null {
  const account = accountOf(parts, target.socialAccountId);
  if (account === undefined || account.projectId !== container.projectId) {
    return { path: `${path}.socialAccountId`, message: 'Not connected to the project of this content.' };
  }
  if (account.status === 'disconnected') {
    return { path: `${path}.socialAccountId`, message: 'The account is disconnected.' };
  }
  const { scheduledPostId } = target;
  if (scheduledPostId !== undefined && scheduledPostId in parts.state.value.posts) {
    return { path: `${path}.scheduledPostId`, message: 'This id is taken.' };
  }
  return optionProblem(parts.settings.vocabulary, container, account, target, path);
}

function optionProblem(
  vocabulary: Vocabulary,
  container: Container,
  { platform }: SocialAccount,
  target: ParsedTarget,
  path: string,
): Issue | null {
  const kind = container.files[0]?.kind;
  if (!modeFits(vocabulary, platform, target.mode)) {
    return { path: `${path}.mode`, message: `${platform} does not take ${target.mode}.` };
  }
  if (target.shareReelToFeed !== undefined) {
    const direct = target.mode === 'publish' || target.mode === 'reels';
    if (platform !== 'instagram' || kind !== 'video' || !direct) {
      return { path: `${path}.shareReelToFeed`, message: 'For Instagram videos in publish mode only.' };
    }
  }
  if (target.tiktokMusic !== undefined && isDraftMode(target.mode)) {
    return { path: `${path}.tiktokMusic`, message: 'Not for drafts.' };
  }
  return null;
}
