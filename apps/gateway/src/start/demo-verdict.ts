import { isFinalGroupStatus, normalisePlatform } from '@postern/core';
import type { PostGroupView } from '../post-groups/post-group-view';
import { UPSTREAMS, type NetworkEntry } from './demo-sandbox';

/** A group as far as it is judged. */
export interface JudgedGroup {
  status: PostGroupView['status'];
  posts: readonly Pick<PostGroupView['posts'][number], 'provider' | 'platform' | 'status' | 'error'>[];
}

export interface NetworkCount {
  /** Rows that Postern calls published. */
  published: number;
  /** What the networks show of this group. */
  shown: number;
  /** Every disagreement in a sentence; empty = exactly the published rows, none twice. */
  problems: string[];
}

const PROVIDERS = new Map<string, string>(UPSTREAMS.map(({ upstream, provider }) => [upstream, provider]));

/** Compares the rows with what the networks show of them. A demo group has one row per provider and platform. */
export function countOnNetworks(
  posts: JudgedGroup['posts'],
  entries: readonly NetworkEntry[],
  marker: string,
): NetworkCount {
  const own = entries.filter(({ text }) => text.includes(marker));
  const shown = new Map<string, number>();
  for (const { upstream, platform } of own) {
    const place = placeOf(PROVIDERS.get(upstream) ?? upstream, platform);
    shown.set(place, (shown.get(place) ?? 0) + 1);
  }
  const problems: string[] = [];
  for (const { provider, platform, status } of posts) {
    const place = placeOf(provider, platform);
    const count = shown.get(place) ?? 0;
    shown.delete(place);
    const due = status === 'published' ? 1 : 0;
    if (count !== due) {
      problems.push(
        `${place} is ${status} here and ${count === 0 ? 'absent' : `shown ${count} times`} there.`,
      );
    }
  }
  for (const [place, count] of shown) problems.push(`${place} is no target, and shown ${count} times there.`);
  return {
    published: posts.filter(({ status }) => status === 'published').length,
    shown: own.length,
    problems,
  };
}

/** Why the group did not end as the demo must end, in sentences; empty = it did. */
export function disappointments({ status, posts }: JudgedGroup, network: NetworkCount): string[] {
  if (!isFinalGroupStatus(status)) return [`The group is still ${status}.`];
  const problems: string[] = [];
  if (status !== 'partially_published') {
    problems.push(`The group ended as ${status} and not as partially_published.`);
  }
  const failed = posts.filter((post) => post.status === 'failed');
  if (failed.length !== 1) problems.push(`${failed.length} posts failed, and not exactly one.`);
  for (const { provider, platform, error } of failed) {
    const place = placeOf(provider, platform);
    if (!error?.code) problems.push(`${place} failed without a code.`);
    if (!error?.upstreamCode) problems.push(`${place} failed without the upstream's code.`);
    if (!error?.message) problems.push(`${place} failed without a message.`);
  }
  return [...problems, ...network.problems];
}

function placeOf(provider: string, platform: string): string {
  return `${normalisePlatform(platform)} via ${provider}`;
}
