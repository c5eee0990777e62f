import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Post } from '@postern/client';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { texts } from '../../texts';
import { canCancel, canReschedule, canResolve, canRetry } from './abilities';
import type { SendOptions } from './outcomes';
import { RescheduleModal } from './reschedule-modal';
import { ResolveModal } from './resolve-modal';
import { usePostActions, usePostCommand } from './use-post-commands';

const words = texts.posts.commands;

/** What can be done with one post, as its status allows. */
export function PostActions({ post }: { post: Post }) {
  const mayWrite = useCan()('publish:write');
  const actions = usePostActions(post);
  const [moving, move] = useDisclosure(false);
  const [resolving, resolve] = useDisclosure(false);
  const reschedule = usePostCommand(move.close);
  if (!mayWrite) return null;
  const onMove = (scheduledAt: string) =>
    reschedule.mutate({
      send: (options: SendOptions) => postern.posts.reschedule(post.id, { scheduledAt }, options),
      done: words.moved,
    });
  return (
    <Group gap="xs">
      {canResolve(post) && (
        <Button size="xs" onClick={resolve.open}>
          {texts.postDetails.resolve.action}
        </Button>
      )}
      {canRetry(post) && (
        <Button size="xs" loading={actions.running} onClick={() => void actions.retry()}>
          {words.retry}
        </Button>
      )}
      {canReschedule(post) && (
        <Button size="xs" variant="default" onClick={move.open}>
          {words.reschedule}
        </Button>
      )}
      {canCancel(post) && (
        <Button size="xs" variant="default" loading={actions.running} onClick={() => void actions.cancel()}>
          {words.cancel}
        </Button>
      )}
      <ResolveModal post={post} opened={resolving} onClose={resolve.close} />
      <RescheduleModal
        opened={moving}
        onClose={move.close}
        count={1}
        at={post.scheduledAt}
        running={reschedule.isPending}
        onMove={onMove}
      />
    </Group>
  );
}
