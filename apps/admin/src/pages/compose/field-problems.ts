/** What is wrong with a draft before anybody is asked. */
import { texts } from '../../texts';
import { type Draft, isOnItsWay, mediaOf } from './draft';
import { metadataOf } from './draft-body';
import type { PlacedIssue } from './issue-places';

const MAX_LATENESS_MINUTES = 30 * 24 * 60;
const words = texts.compose.problems;

export function fieldProblems(draft: Draft, before: Draft, now: number): PlacedIssue[] {
  const { scheduledAt, maxLatenessMinutes, metadata } = draft;
  const isPast = scheduledAt !== null && Date.parse(scheduledAt) <= now;
  const minutes = Number(maxLatenessMinutes);
  const isLateness = Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_LATENESS_MINUTES;
  return [
    ...(isPast && scheduledAt !== before.scheduledAt
      ? [problem('scheduledAt', 'scheduledAt.past', words.past)]
      : []),
    ...(maxLatenessMinutes !== '' && !isLateness
      ? [problem('maxLatenessSeconds', 'maxLatenessSeconds', words.lateness(MAX_LATENESS_MINUTES))]
      : []),
    ...(metadata.trim() !== '' && metadataOf(metadata) === null
      ? [problem('metadata', 'metadata.json', words.metadata)]
      : []),
  ];
}

function problem(
  path: string,
  rule: string,
  { message, fix }: { message: string; fix: string },
): PlacedIssue {
  return { path, rule, severity: 'error', message, fix, accountIds: [] };
}

/** Why nothing can be sent yet; null: it can. */
export function notYet(draft: Draft, failedUploads: number): string | null {
  if (draft.targets.length === 0) return words.noTargets;
  if (failedUploads > 0) return words.uploadsFailed;
  return mediaOf(draft).some(isOnItsWay) ? words.uploading : null;
}
