import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ConflictError, type PostGroup } from '@postern/client';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { fromLocalInput } from '../../components/local-time';
import { ProblemNotice } from '../../components/problem-notice';
import { inZone, viewerZone } from '../../components/time';
import { texts } from '../../texts';
import { timeIssue } from './reschedule-modal';

const words = texts.posts.commands;

interface PublishModalProps {
  group: PostGroup;
  opened: boolean;
  onClose: () => void;
}

/** Sends a draft: now, at its own time, or at another. Somebody else's change since is told, and nothing is sent. */
export function PublishModal({ group, opened, onClose }: PublishModalProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.publishTitle} centered>
      {opened && <PublishForm group={group} onClose={onClose} />}
    </Modal>
  );
}

type When = 'now' | 'own' | 'other';

function PublishForm({ group, onClose }: Omit<PublishModalProps, 'opened'>) {
  const publish = useCommand({
    run: (scheduledAt: string | null | undefined) =>
      postern.postGroups.publish(group.id, scheduledAt === undefined ? {} : { scheduledAt }, {
        ifMatch: group.version,
      }),
    changes: ['groups', 'posts', 'stats'],
    done: () => words.published,
    onDone: onClose,
    quiet: true,
  });
  const own = group.scheduledAt;
  const form = useForm<{ when: When; time: string }>({
    initialValues: { when: own === null ? 'now' : 'own', time: '' },
    validate: { time: (time, { when }) => (when === 'other' ? timeIssue(time) : null) },
  });
  const submit = form.onSubmit(({ when, time }) =>
    publish.mutate(when === 'own' ? undefined : when === 'now' ? null : fromLocalInput(time)),
  );
  const stale = publish.error instanceof ConflictError;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{words.publishConsequence(group.posts.length)}</Text>
        <Radio.Group label={words.publishWhen} {...form.getInputProps('when')}>
          <Stack gap="xs" mt={4}>
            {own !== null && <Radio value="own" label={words.publishAtItsTime(inZone(own))} />}
            <Radio value="now" label={words.publishNow} />
            <Radio value="other" label={words.publishAt} />
          </Stack>
        </Radio.Group>
        {form.values.when === 'other' && (
          <TextInput
            type="datetime-local"
            label={words.newTime}
            description={words.inZone(viewerZone())}
            required
            {...form.getInputProps('time')}
          />
        )}
        {publish.isError && <ProblemNotice error={publish.error} />}
        {stale && <Text size="sm">{words.changedMeanwhile}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.common.keep}
          </Button>
          <Button type="submit" loading={publish.isPending}>
            {words.publish}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
