import { setTimeout as wait } from 'node:timers/promises';
import { isFinalGroupStatus } from '@postern/core';
import type { PostGroupView } from '../post-groups/post-group-view';
import { DemoApi } from './demo-api';
import { connectUpstreams } from './demo-connections';
import { openOrPublish } from './demo-group';
import { DemoSandbox } from './demo-sandbox';
import { changedRows, countsInWords, renderTable } from './demo-table';
import { countOnNetworks, disappointments, type NetworkCount } from './demo-verdict';
import type { Terminal } from './terminal';

export interface DemoOptions {
  apiUrl: string;
  sandboxUrl: string;
  key: string;
  dataDir: string;
  terminal: Terminal;
  signal: AbortSignal;
}

export interface DemoOutcome {
  asExpected: boolean;
  /** An account to try more with: one that has just published. */
  accountId: string | null;
}

const GIVE_UP_AFTER_MS = 180_000;
const LOOK_EVERY_MS = 300;

/**
 * Publishes a group through the three upstreams, or goes on with the one that an earlier start left open, and
 * shows how it goes. It uses what any caller has: the API and a key.
 *
 * @throws StartError where the API or the sandbox refuses something
 */
export async function runDemo(options: DemoOptions): Promise<DemoOutcome> {
  const { apiUrl, sandboxUrl, key, dataDir, terminal, signal } = options;
  const api = new DemoApi({ url: apiUrl, key, signal });
  const sandbox = new DemoSandbox(sandboxUrl, signal);
  const connections = await connectUpstreams({ api, sandbox, apiUrl, dataDir });
  const { group, marker, resumed } = await openOrPublish(api, connections, sandboxUrl);
  const what = `${group.clientReference} (${group.id}), ${group.posts.length} posts through three upstreams`;
  terminal.print(terminal.paint('bold', `${resumed ? 'Going on with' : 'Publishing'} ${what}`), '');

  const last = await follow(api, group, terminal, signal);
  const network = countOnNetworks(last.posts, await sandbox.network(), marker);
  const problems = disappointments(last, network);
  terminal.print('', ...verdictLines(last, network, problems, terminal));
  const published = last.posts.find(
    ({ status, platform }) => status === 'published' && platform === 'mastodon',
  );
  return { asExpected: problems.length === 0, accountId: published?.accountId ?? null };
}

/** Shows the group until it is final or patience ends. */
async function follow(
  api: DemoApi,
  first: PostGroupView,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<PostGroupView> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  const redraws = terminal.canRedraw(first.posts.length + 1);
  let group = first;
  if (!redraws) terminal.print(...changedRows([], group.posts));
  while (!isFinalGroupStatus(group.status) && Date.now() < deadline) {
    if (redraws) terminal.draw(renderTable(group.posts, terminal.width, terminal.paint));
    await wait(LOOK_EVERY_MS, undefined, { signal });
    const before = group;
    group = await look(api, before, signal);
    if (!redraws) terminal.print(...changedRows(before.posts, group.posts));
  }
  if (!redraws) terminal.print('');
  terminal.draw(renderTable(group.posts, terminal.width, terminal.paint));
  terminal.settle();
  return group;
}

/** A look that fails is no end: the group goes on without being looked at, and the deadline holds. */
async function look(api: DemoApi, known: PostGroupView, signal: AbortSignal): Promise<PostGroupView> {
  try {
    return await api.get<PostGroupView>(`/v1/post-groups/${known.id}`);
  } catch {
    signal.throwIfAborted();
    return known;
  }
}

function verdictLines(
  group: PostGroupView,
  network: NetworkCount,
  problems: readonly string[],
  { paint }: Terminal,
): string[] {
  const lines = [`The group is ${paint('bold', group.status)}: ${countsInWords(group.counts)}.`];
  for (const { platform, provider, error } of group.posts) {
    if (error === null) continue;
    const upstream = error.upstreamCode === null ? '' : `, ${provider} says ${error.upstreamCode}`;
    lines.push(`  ${platform} via ${provider}: ${paint('red', error.code)}${upstream}: ${error.message}`);
    if (error.remedy !== '') lines.push(paint('dim', `    ${error.remedy}`));
  }
  const count = `${network.published} rows are published, and the networks show ${network.shown} posts of this group`;
  lines.push(network.problems.length === 0 ? `${count}: exactly those, none twice.` : `${count}.`);
  if (problems.length === 0) return [...lines, paint('green', '✔ As it should be.')];
  const waited = isFinalGroupStatus(group.status)
    ? []
    : [`It was given up after ${GIVE_UP_AFTER_MS / 60_000} minutes; the next start goes on with it.`];
  return [...lines, ...[...problems, ...waited].map((problem) => paint('red', `✘ ${problem}`))];
}
