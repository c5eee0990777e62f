import type { MediaItem, SubmissionTarget } from '@postern/core';
import { MOST_TARGETS } from './layers-descriptor';

/**
 * One submission carries up to 50 targets of one project with equal media; their texts may differ, as each
 * target has an override. An account stands only once in a submission: rows are told apart by account.
 */
export function planLayers(targets: readonly SubmissionTarget[]): SubmissionTarget[][] {
  const open = new Map<string, SubmissionTarget[][]>();
  const planned: SubmissionTarget[][] = [];
  for (const target of targets) {
    const key = JSON.stringify([target.accountData.projectId ?? null, target.content.media.map(mediaKey)]);
    const groups = open.get(key) ?? [];
    open.set(key, groups);
    const room = groups.find(
      (group) =>
        group.length < MOST_TARGETS &&
        group.every(({ accountReference }) => accountReference !== target.accountReference),
    );
    if (room) {
      room.push(target);
      continue;
    }
    const group = [target];
    groups.push(group);
    planned.push(group);
  }
  return planned;
}

function mediaKey({ mediaId, url }: MediaItem): [string | null, string | null] {
  return [mediaId ?? null, url ?? null];
}
