import type { BulkRetryFilter, Post } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';
import { needsForce } from './abilities';
import { onEach, onGroup, onPost, outcomeOf, type Outcome, outcomesOfFailure } from './outcomes';
import { askCancel, askRetry } from './questions';

const words = texts.posts;
const CHANGES = ['groups', 'posts', 'stats'] as const;
/** As many as one answer may name. */
const MOST = 1000;

/** Commands on many posts or groups: asked first, then done a few at a time, with what became of each. */
export function useBulk(onDone: () => void) {
  const ask = useConfirm();
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const command = useCommand({
    run: (work: () => Promise<Outcome[]>) => work(),
    changes: CHANGES,
    onDone: (told) => {
      setOutcomes(told);
      onDone();
    },
  });
  return {
    outcomes,
    running: command.isPending,
    close: () => setOutcomes(null),

    retryPosts: async (posts: readonly Post[]) => {
      const { confirmed, force } = await askRetry(ask, {
        title: words.commands.askRetry(posts.length),
        confirm: words.commands.confirmRetry,
        needs: {
          force: posts.filter((post) => post.status === 'failed' && needsForce(post)).length,
          of: posts.length,
        },
      });
      if (!confirmed) return;
      command.mutate(() =>
        onEach(idsOf(posts), (id) =>
          onPost(id, (postId, options) => postern.posts.retry(postId, { force }, options)),
        ),
      );
    },

    cancelPosts: async (posts: readonly Post[]) => {
      const title = words.commands.askCancel(posts.length);
      const { confirmed, reason } = await askCancel(ask, title, posts.length);
      if (!confirmed) return;
      command.mutate(() =>
        onEach(idsOf(posts), (id) =>
          onPost(id, (postId, options) => postern.posts.cancel(postId, { reason }, options)),
        ),
      );
    },

    retryGroups: async (groups: readonly { id: string }[]) => {
      const { confirmed, force } = await askRetry(ask, {
        title: words.commands.askRetryGroups(groups.length),
        confirm: words.commands.confirmRetry,
      });
      if (!confirmed) return;
      command.mutate(() =>
        onEach(idsOf(groups), (id) => onGroup(id, (groupId) => postern.postGroups.retry(groupId, { force }))),
      );
    },

    cancelGroups: async (groups: readonly { id: string }[]) => {
      const title = words.commands.askCancelGroups(groups.length);
      const { confirmed, reason } = await askCancel(ask, title, groups.length);
      if (!confirmed) return;
      command.mutate(() =>
        onEach(idsOf(groups), (id) =>
          onGroup(id, (groupId) => postern.postGroups.cancel(groupId, { reason })),
        ),
      );
    },

    retryMatching: async (filter: BulkRetryFilter) => {
      const { confirmed, force } = await askRetry(ask, {
        title: words.bulk.askRetryAll,
        confirm: words.bulk.confirmRetryAll,
        consequence: words.bulk.retryAllConsequence(MOST),
      });
      if (!confirmed) return;
      command.mutate(async () => {
        try {
          const { results } = await postern.posts.bulkRetry({ filter, force, limit: MOST });
          return results.map(outcomeOf);
        } catch (error) {
          const told = outcomesOfFailure('', error);
          // Refused as a whole: that is said as every refusal is.
          if (told.some(({ id }) => id === '')) throw error;
          return told;
        }
      });
    },
  };
}

const idsOf = (things: readonly { id: string }[]) => things.map(({ id }) => id);
