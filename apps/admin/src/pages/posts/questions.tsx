import { Checkbox, Stack, Text } from '@mantine/core';
import type { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';

type Ask = ReturnType<typeof useConfirm>;

const words = texts.posts.commands;
const LONGEST_REASON = 1024;

interface RetryQuestion {
  title: string;
  confirm: string;
  consequence?: string;
  /** How many posts are known to need force, and of how many; offered in any case. */
  needs?: { force: number; of: number };
}

/** Asks before a retry, and whether it shall be forced. */
export async function askRetry(
  ask: Ask,
  question: RetryQuestion,
): Promise<{ confirmed: boolean; force: boolean }> {
  let force = false;
  const { needs } = question;
  const { confirmed } = await ask({
    title: question.title,
    confirm: question.confirm,
    consequence: (
      <Stack gap="sm">
        <Text size="sm">{question.consequence ?? words.retryConsequence}</Text>
        {needs !== undefined && needs.force > 0 && (
          <Text size="sm" fw={600}>
            {words.forceNeeded(needs.force, needs.of)}
          </Text>
        )}
        <Checkbox
          label={words.force}
          description={words.forceHint}
          onChange={(event) => (force = event.currentTarget.checked)}
        />
      </Stack>
    ),
  });
  return { confirmed, force };
}

/** Asks before a cancel, and why. */
export async function askCancel(
  ask: Ask,
  title: string,
  count: number,
): Promise<{ confirmed: boolean; reason: string | undefined }> {
  const { confirmed, reason } = await ask({
    title,
    consequence: words.cancelConsequence,
    confirm: words.confirmCancel(count),
    reason: { label: words.reason, required: false, maxLength: LONGEST_REASON },
  });
  return { confirmed, reason: reason === '' ? undefined : reason };
}
