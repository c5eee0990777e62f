import { Alert, Anchor, Group, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { type Outcome, type ResultWord, summed } from './outcomes';

const words = texts.posts.results;

const TONES: Record<ResultWord, Tone> = {
  done: 'good',
  pending: 'waiting',
  too_late: 'warning',
  already_final: 'quiet',
  not_supported: 'warning',
  refused: 'bad',
  unreached: 'bad',
};

interface OutcomeListProps {
  outcomes: readonly Outcome[];
  /** What a post or group is called, by its id. */
  names: ReadonlyMap<string, string>;
  onClose: () => void;
}

/** What became of a command, in sum and for each post with its reason. */
export function OutcomeList({ outcomes, names, onClose }: OutcomeListProps) {
  return (
    <Alert
      role="status"
      variant="default"
      title={texts.posts.bulk.results}
      withCloseButton
      closeButtonLabel={texts.posts.bulk.dismiss}
      onClose={onClose}
    >
      <Stack gap="xs">
        {outcomes.length === 0 && <Text size="sm">{texts.posts.bulk.nothingMatched}</Text>}
        <Group gap="xs">
          {summed(outcomes).map(({ result, count }) => (
            <ToneBadge key={result} tone={TONES[result]}>
              {words.summary[result](count)}
            </ToneBadge>
          ))}
        </Group>
        <List size="sm" spacing={4} mah={240} style={{ overflowY: 'auto' }} tabIndex={0}>
          {outcomes.map(({ id, result, reason }) => (
            <List.Item key={id}>
              <NameOf id={id} name={names.get(id) ?? id} />
              {`: ${words.words[result]}. ${reason ?? words.reasons[result]}`}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Alert>
  );
}

function NameOf({ id, name }: { id: string; name: string }) {
  return (
    <Anchor
      inherit
      underline="always"
      renderRoot={(props) =>
        id.startsWith('pg_') ? (
          <Link to="/groups/$groupId" params={{ groupId: id }} {...props} />
        ) : (
          <Link to="/posts/$postId" params={{ postId: id }} {...props} />
        )
      }
    >
      {name}
    </Anchor>
  );
}
