import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { PostGroup } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { GitCompare, History, Lock } from 'lucide-react';
import { Instant } from '../../components/instant';
import { texts } from '../../texts';
import { differences, isEditable } from './group-draft';
import type { LocalDraft } from './local-draft';

interface LocalNoticeProps {
  found: LocalDraft;
  onRestore: () => void;
  onDiscard: () => void;
}

export function LocalNotice({ found, onRestore, onDiscard }: LocalNoticeProps) {
  const words = texts.compose.local;
  return (
    <Alert variant="default" icon={<History aria-hidden />} title={words.title} role="status">
      <Stack gap="xs">
        <Text size="sm">
          {words.hint} <Instant at={found.savedAt} />
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onRestore}>
            {words.restore}
          </Button>
          <Button size="xs" variant="default" onClick={onDiscard}>
            {words.discard}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface ConflictNoticeProps {
  /** As it was when the edit began. */
  before: PostGroup;
  now: PostGroup;
  onReload: () => void;
  onKeep: () => void;
}

/** Somebody else changed the group: what, and whose version shall stay. */
export function ConflictNotice({ before, now, onReload, onKeep }: ConflictNoticeProps) {
  if (!isEditable(now)) return <SentNotice groupId={now.id} />;
  const words = texts.compose.conflict;
  const changed = differences(before, now).map((difference) => words.what[difference]);
  return (
    <Alert
      variant="default"
      color="orange"
      icon={<GitCompare aria-hidden />}
      title={words.title}
      role="alert"
    >
      <Stack gap="xs">
        <Text size="sm">{changed.length === 0 ? words.nothing : words.changed(changed.join(', '))}</Text>
        <Text size="sm">{words.kept}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onReload}>
            {words.reload}
          </Button>
          <Button size="xs" variant="default" onClick={onKeep}>
            {words.keep}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

export function SentNotice({ groupId }: { groupId: string }) {
  const words = texts.compose.sent;
  return (
    <Alert variant="default" icon={<Lock aria-hidden />} title={words.title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{words.hint}</Text>
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => <Link to="/groups/$groupId" params={{ groupId }} {...props} />}
        >
          {words.open}
        </Button>
      </Stack>
    </Alert>
  );
}
