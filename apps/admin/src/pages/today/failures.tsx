import { Anchor, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import type { BulkCommandResult, FailureCause } from '@postern/client';
import { platformName } from '@postern/core';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { useConfirm } from '../../components/confirm';
import { Instant } from '../../components/instant';
import { useProviderNames } from '../../components/provider-names';
import { ScrollTable } from '../../components/scroll-table';
import { texts } from '../../texts';
import { PostsLink } from './posts-link';
import { Nothing, Section } from './section';

const words = texts.today.failed;
/** As many as one order takes. */
const MOST = 1_000;

export function Failures({ causes }: { causes: readonly FailureCause[] }) {
  const total = causes.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section
      id="failed"
      title={words.title}
      count={total}
      link={<PostsLink filter={{ status: ['failed'] }}>{words.all}</PostsLink>}
    >
      {causes.length === 0 ? <Nothing>{words.empty}</Nothing> : <Causes causes={causes} />}
    </Section>
  );
}

function Causes({ causes }: { causes: readonly FailureCause[] }) {
  return (
    <ScrollTable label={words.table} minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          {Object.entries(words.columns).map(([column, label]) => (
            <Table.Th key={column}>{label}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {causes.map((cause) => (
          <Cause key={`${cause.errorCode} ${cause.provider} ${cause.platform}`} cause={cause} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Cause({ cause }: { cause: FailureCause }) {
  const nameOf = useProviderNames();
  const { errorCode, provider, platform, count, message, remedy, lastFailedAt } = cause;
  return (
    <Table.Tr>
      <Table.Td maw={340}>
        <Stack gap={2} align="flex-start">
          <Code>{errorCode}</Code>
          <Text size="sm">{message}</Text>
          {remedy !== null && (
            <Text size="sm" c="dimmed">
              {remedy}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        {platformName(platform)}
        <Text size="xs" c="dimmed">
          {nameOf(provider)}
        </Text>
      </Table.Td>
      <Table.Td>
        <PostsLink filter={{ status: ['failed'], errorCode: [errorCode], provider, platform }}>
          {words.show(count)}
        </PostsLink>
      </Table.Td>
      <Table.Td>
        <Instant at={lastFailedAt} relative />
      </Table.Td>
      <Table.Td>
        <Retries cause={cause} />
      </Table.Td>
    </Table.Tr>
  );
}

function Retries({ cause }: { cause: FailureCause }) {
  const can = useCan();
  const ask = useConfirm();
  const nameOf = useProviderNames();
  const { errorCode, provider, platform, count, retryable } = cause;
  const retry = useCommand({
    run: (force: boolean) =>
      postern.posts.bulkRetry({
        filter: { errorCode: [errorCode], provider, platform, since: cause.firstDueAt },
        force,
        limit: MOST,
      }),
    changes: ['posts', 'groups', 'stats'],
    done: toldResult,
  });
  if (!can('publish:write')) return texts.common.none;
  const start = async (force: boolean) => {
    const number = force ? count : retryable;
    const { confirmed } = await ask({
      title: words.ask(number),
      consequence: (
        <Stack gap="xs">
          <span>{words.consequence(number, errorCode, platformName(platform), nameOf(provider))}</span>
          {force && <span>{words.force}</span>}
          {number > MOST && <span>{words.most}</span>}
        </Stack>
      ),
      confirm: words.confirm,
    });
    if (confirmed) retry.mutate(force);
  };
  return (
    <Group gap="xs">
      {retryable > 0 && (
        <Button
          size="xs"
          variant="default"
          loading={retry.isPending}
          aria-label={words.retryOf(retryable, errorCode, platformName(platform))}
          onClick={() => void start(false)}
        >
          {words.retry(retryable)}
        </Button>
      )}
      {retryable < count && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          disabled={retry.isPending}
          aria-label={words.retryAnywayOf(count, errorCode, platformName(platform))}
          onClick={() => void start(true)}
        >
          {words.retryAnyway}
        </Anchor>
      )}
    </Group>
  );
}

function toldResult({ results }: BulkCommandResult): string {
  const begun = results.filter(({ result }) => result === 'done' || result === 'pending').length;
  return words.done(begun, results.length - begun);
}
