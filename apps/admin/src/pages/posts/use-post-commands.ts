import type { CommandResult, Post, PostGroup } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';
import { canCancel, canRetry, needsForce } from './abilities';
import { onGroup, type Outcome, type SendOptions } from './outcomes';
import { askCancel, askRetry } from './questions';

const words = texts.posts.commands;
const CHANGES = ['groups', 'posts', 'stats'] as const;

interface PostCommand {
  send: (options: SendOptions) => Promise<Post>;
  done: string;
}

/** A command on one post; one that its provider has to answer first (202) is said to be asked for, not done. */
export function usePostCommand(onDone?: () => void) {
  return useCommand<PostCommand, boolean>({
    run: async ({ send }) => {
      let status = 200;
      await send({ onReply: (reply) => (status = reply.status) });
      return status === 202;
    },
    changes: CHANGES,
    done: (pending, { done }) => (pending ? words.pending : done),
    onDone,
  });
}

export function usePostActions(post: Post) {
  const ask = useConfirm();
  const command = usePostCommand();
  return {
    running: command.isPending,

    retry: async () => {
      const { confirmed, force } = await askRetry(ask, {
        title: words.askRetry(1),
        confirm: words.confirmRetry,
        needs: { force: needsForce(post) ? 1 : 0, of: 1 },
      });
      if (!confirmed) return;
      const send = (options: SendOptions) => postern.posts.retry(post.id, { force }, options);
      command.mutate({ send, done: words.retried });
    },

    cancel: async () => {
      const { confirmed, reason } = await askCancel(ask, words.askCancel(1), 1);
      if (!confirmed) return;
      const send = (options: SendOptions) => postern.posts.cancel(post.id, { reason }, options);
      command.mutate({ send, done: words.canceled });
    },
  };
}

/** Commands on a group, with what became of each of its posts. */
export function useGroupActions(group: PostGroup) {
  const ask = useConfirm();
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const command = useCommand({
    run: (send: () => Promise<{ results: CommandResult[] }>) => onGroup(group.id, send),
    changes: CHANGES,
    onDone: setOutcomes,
  });
  return {
    outcomes,
    close: () => setOutcomes(null),
    running: command.isPending,
    send: command.mutate,

    retry: async () => {
      const failed = group.posts.filter(canRetry);
      const { confirmed, force } = await askRetry(ask, {
        title: words.askRetry(failed.length),
        confirm: words.confirmRetry,
        needs: { force: failed.filter(needsForce).length, of: failed.length },
      });
      if (confirmed) command.mutate(() => postern.postGroups.retry(group.id, { force }));
    },

    cancel: async () => {
      const open = group.posts.filter(canCancel).length;
      const { confirmed, reason } = await askCancel(ask, words.askCancel(open), open);
      if (confirmed) command.mutate(() => postern.postGroups.cancel(group.id, { reason }));
    },
  };
}
