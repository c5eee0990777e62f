import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { PostGroup } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { texts } from '../../texts';
import { canCancel, canEdit, canReschedule, canRetry, isDraft } from './abilities';
import { PublishModal } from './publish-modal';
import { RescheduleModal } from './reschedule-modal';
import type { useGroupActions } from './use-post-commands';

const words = texts.posts.commands;

interface GroupActionsProps {
  group: PostGroup;
  actions: ReturnType<typeof useGroupActions>;
}

/** What can be done with a group's posts all at once. */
export function GroupActions({ group, actions }: GroupActionsProps) {
  const mayWrite = useCan()('publish:write');
  const [moving, move] = useDisclosure(false);
  const [publishing, publish] = useDisclosure(false);
  if (!mayWrite) return null;
  const failed = group.posts.filter(canRetry).length;
  const movable = group.posts.filter(canReschedule).length;
  const onMove = (scheduledAt: string) =>
    actions.send(() => postern.postGroups.reschedule(group.id, { scheduledAt }), { onSettled: move.close });
  return (
    <Group gap="xs">
      {isDraft(group) && <Button onClick={publish.open}>{words.publish}</Button>}
      {failed > 0 && (
        <Button loading={actions.running} onClick={() => void actions.retry()}>
          {words.retryFailed(failed)}
        </Button>
      )}
      {canEdit(group) && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/compose" search={{ group: group.id }} {...props} />}
        >
          {words.edit}
        </Button>
      )}
      {movable > 0 && (
        <Button variant="default" onClick={move.open}>
          {words.reschedule}
        </Button>
      )}
      {group.posts.some(canCancel) && (
        <Button variant="default" loading={actions.running} onClick={() => void actions.cancel()}>
          {words.cancelGroup}
        </Button>
      )}
      <PublishModal group={group} opened={publishing} onClose={publish.close} />
      <RescheduleModal
        opened={moving}
        onClose={move.close}
        count={movable}
        at={group.scheduledAt}
        running={actions.running}
        onMove={onMove}
      />
    </Group>
  );
}
