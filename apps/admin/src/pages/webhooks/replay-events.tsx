import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { EventTypePattern, WebhookEndpoint, WebhookReplay } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { EventTypeSelect } from '../../components/event-type-select';
import { formIssues } from '../../components/form-issues';
import { MomentInput } from '../../components/moment-input';
import { ProblemNotice } from '../../components/problem-notice';
import { inZone } from '../../components/time';
import { texts } from '../../texts';

interface ReplayEventsProps {
  endpoint: WebhookEndpoint;
  onClose: () => void;
}

const words = texts.webhooks.replay;

/** Everything since a moment once more: asked for, then asked again where one request does not reach. */
export function ReplayEvents({ endpoint: { id, url, disabledAt }, onClose }: ReplayEventsProps) {
  const ask = useConfirm();
  const [since, setSince] = useState<string | null>(disabledAt);
  const [events, setEvents] = useState<EventTypePattern[]>([]);
  const [missing, setMissing] = useState(false);
  const [asking, setAsking] = useState(false);
  const replay = useCommand({
    run: ({ from, after }: { from: string; after?: number }) =>
      postern.webhookEndpoints.replay(id, { since: from, after, ...(events.length > 0 && { events }) }),
    changes: ['webhooks', 'auditLog'],
    quiet: true,
  });
  const begin = async () => {
    setMissing(since === null);
    if (since === null) return;
    setAsking(true);
    const { confirmed } = await ask({
      title: words.confirmTitle,
      consequence: words.consequence(url, inZone(since)),
      confirm: words.confirm,
    });
    setAsking(false);
    if (confirmed) await goOn(since, undefined);
  };
  const goOn = async (from: string, after: number | undefined): Promise<void> => {
    let reply: WebhookReplay;
    try {
      reply = await replay.mutateAsync({ from, after });
    } catch {
      // Shown in the form, as `replay.error`.
      return;
    }
    const { count, nextAfter } = reply;
    notifications.show({ message: count === 0 ? words.nothing : words.done(count), color: 'green' });
    if (nextAfter === null) return onClose();
    setAsking(true);
    const { confirmed } = await ask({
      title: words.moreTitle,
      consequence: words.more(count),
      confirm: words.moreConfirm,
    });
    return confirmed ? goOn(from, nextAfter) : onClose();
  };
  const { errors, left } = formIssues(replay.error, ['since', 'events']);
  return (
    <Modal opened={!asking} onClose={onClose} title={words.title} closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">{words.hint}</Text>
        {replay.isError && left && <ProblemNotice error={replay.error} />}
        <MomentInput
          label={words.since}
          required
          value={since}
          onChange={setSince}
          error={missing && since === null ? words.sinceMissing : errors.since}
        />
        <EventTypeSelect
          label={words.events}
          description={words.eventsHint}
          value={events}
          onChange={setEvents}
          error={errors.events}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button loading={replay.isPending} onClick={() => void begin()}>
            {words.next}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
