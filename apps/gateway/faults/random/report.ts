/** The table at the end of a run, and everything that makes it a failure. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../house/house';
import { providerOf, type RouteName } from '../house/routes';
import type { NetworkEntry } from '../house/sandbox-control';
import { table } from '../house/terminal';
import type { InboundHooks } from '../listeners/inbound-hooks';
import type { Listened } from '../listeners/listeners';
import { listenersFailures, listenersSummary } from '../listeners/report';
import { story, timeline, type Breach } from './ledger';
import type { Publisher } from './publisher';
import type { Recovery } from './recovery';
import type { Striker } from './striker';
import type { Judged } from './verdict';

/** A killed worker's posts move again within this (issue of the publishing engine). */
const RECOVER_WITHIN_MS = 15_000;
const SHOWN = 5;
const STORIES = 3;

export interface RunResult {
  judged: Judged[];
  strangers: NetworkEntry[];
  recoveries: Recovery[];
  retries: ReadonlyMap<string, number>;
  breaches: Breach[];
  /** Groups that were published in part, by provider. */
  inPart: ReadonlyMap<string, number>;
  routes: readonly RouteName[];
  asked: number;
  settleMs: number;
  /** Those who are told of everything, */
  listened: Listened;
  /** and what the upstreams told us. */
  hooks: InboundHooks;
}

export function resultTable({ judged, recoveries, retries, inPart, routes }: RunResult): string {
  const head = [
    'provider',
    'asked',
    'once',
    'twice',
    'never',
    'refused',
    'canceled',
    'lost',
    'unknown',
    'open',
    'in part',
    'settled',
    'retries',
    'longest to recover',
  ];
  const rows = routes.map((route) => {
    const own = judged.filter(({ post }) => post.route === route);
    const count = (test: (one: Judged) => boolean) => own.filter(test).length;
    const slowest = recoveries.filter(({ provider }) => provider === providerOf(route)).map(longest);
    return [
      route,
      own.length,
      count(({ seen }) => seen === 1),
      count(({ seen }) => seen > 1),
      count(({ seen }) => seen === 0),
      count(({ stored, fault }) => stored?.status === 'failed' && fault === null),
      count(({ stored, fault }) => stored?.status === 'canceled' && fault === null),
      count(({ fault }) => fault === 'lost' || fault === 'vanished'),
      count(({ stored }) => stored?.status === 'unknown'),
      count(({ fault }) => fault === 'open'),
      inPart.get(providerOf(route)) ?? 0,
      count(({ stored }) => stored?.wasUnknown === true && stored.status !== 'unknown'),
      retries.get(providerOf(route)) ?? 0,
      slowest.length === 0 ? '-' : seconds(Math.max(...slowest)),
    ];
  });
  return table([head, ...rows]);
}

export function summary(result: RunResult, house: House, striker: Striker, publisher: Publisher): string[] {
  const { recoveries } = result;
  const next = recoveries.flatMap(({ nextAfterMs }) => nextAfterMs ?? []);
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
  return [
    `faults: ${list(striker.struck)}`,
    `failed: ${list(reasons(result.judged, 'failed'))}; unknown: ${list(reasons(result.judged, 'unknown'))}`,
    `left to a person, because the reply to the create is gone: ${result.judged.filter(({ isLeft }) => isLeft).length}`,
    `submissions held by a worker that was killed: ${recoveries.length}; free again after at most ` +
      `${seconds(Math.max(0, ...recoveries.map(longest)))}, tried again after at most ${seconds(Math.max(0, ...next))}`,
    `requests repeated by callers: ${house.client.repeats}; changes asked for: ${list(publisher.changes)}`,
    `processes started: ${house.keepers.reduce((sum, { process }) => sum + process.lives, 0)}` +
      ` (${house.log.excused} starts failed while the database was away)`,
    `settled ${seconds(result.settleMs)} after the last fault`,
    ...listenersSummary(result.listened, result.hooks),
    ...(house.log.errors.size > 0 ? [`logged as errors: ${list(house.log.errors)}`] : []),
  ];
}

/** By provider and code: why posts are in this status. */
function reasons(judged: readonly Judged[], status: 'failed' | 'unknown'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { post, stored } of judged) {
    if (stored?.status !== status) continue;
    const reason = `${post.route} ${stored.error?.code ?? 'without an error'}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}

/** Why the run failed; empty = it passed. */
export function failures(result: RunResult, house: House, publisher: Publisher): string[] {
  const { judged } = result;
  const kinds = new Map<string, Judged[]>();
  for (const one of judged)
    if (one.fault !== null) kinds.set(one.fault, [...(kinds.get(one.fault) ?? []), one]);
  const slow = result.recoveries.filter(({ undisturbedMs }) => undisturbedMs > RECOVER_WITHIN_MS);
  return [
    ...[...kinds].map(([fault, ones]) => `${ones.length} posts ${fault}: ${some(ones.map(describe))}`),
    ...(judged.length < result.asked ? [`${result.asked - judged.length} posts were never taken`] : []),
    ...lines(
      'on a network without having been asked for',
      result.strangers.map(({ upstream, text }) => `${upstream}: ${text}`),
    ),
    ...lines(
      'not free within 15 undisturbed seconds of a kill',
      slow.map((one) => `${one.submissionId} ${seconds(one.undisturbedMs)}`),
    ),
    ...lines(
      'ended by themselves',
      house.log.deaths.map(({ name, how, tail }) => `${name} ${how}\n${tail}`),
    ),
    ...lines('fatal or uncaught', house.log.fatal),
    ...lines('answers with a 5xx other than 503', house.client.broken),
    ...lines('requests refused', publisher.refused),
    ...listenersFailures(result.listened, result.hooks).flatMap(([what, all]) => lines(what, all)),
    ...result.breaches.map(
      ({ rule, rows }) =>
        `broken rule: ${rule} (${rows.length}): ${some(rows.map((row) => JSON.stringify(row)))}`,
    ),
  ];
}

/** What became of the first posts that went wrong, in a few lines each. */
export async function stories(result: RunResult, house: House): Promise<string[]> {
  const wrong = result.judged.filter(({ fault }) => fault !== null).slice(0, STORIES);
  return (await Promise.all(wrong.map(({ post }) => story(house.cluster, post.id)))).flat();
}

/** The whole story of every post that went wrong, and the last words of every process. */
export async function writeEvidence(folder: string, result: RunResult, house: House): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { post, stored, seen, fault } of result.judged.filter((one) => one.fault !== null)) {
    const story = {
      fault,
      seen,
      asked: post,
      stored,
      ...((await timeline(house.cluster, post.id)) as object),
    };
    writeFileSync(
      join(folder, `${fault?.replaceAll(' ', '-')}-${post.token}-${post.id}.json`),
      JSON.stringify(story, null, 2),
    );
  }
  for (const id of new Set(result.breaches.flatMap(({ rows }) => rows.slice(0, SHOWN).flatMap(postOf)))) {
    writeFileSync(
      join(folder, `breach-${id}.json`),
      JSON.stringify(await timeline(house.cluster, id), null, 2),
    );
  }
  writeFileSync(join(folder, 'breaches.json'), JSON.stringify(result.breaches, null, 2));
  writeFileSync(join(folder, 'what-happened.log'), house.log.notes.join('\n'));
  for (const { process } of house.keepers) {
    writeFileSync(join(folder, `${process.name}.log`), process.lines.join('\n'));
  }
}

/** The post that a row of a breach speaks of, if it does. */
function postOf(row: unknown): string[] {
  const { post_id, id } = row as { post_id?: unknown; id?: unknown };
  return [post_id, id].filter((one): one is string => typeof one === 'string' && one.startsWith('post_'));
}

function describe({ post, stored, seen }: Judged): string {
  const error = stored?.error ? `, ${stored.error.code}: ${stored.error.message}` : '';
  return `${post.token} (${post.id}) via ${post.route}: ${stored?.status ?? 'not there'}, seen ${seen}${error}`;
}

/** Until somebody could take it; a post that nobody has freed at all counts as for ever. */
function longest({ freeAfterMs }: Recovery): number {
  return freeAfterMs ?? Infinity;
}

function lines(what: string, all: readonly string[]): string[] {
  return all.length === 0 ? [] : [`${all.length} ${what}: ${some(all)}`];
}

function some(all: readonly string[]): string {
  const shown = all.slice(0, SHOWN).map((one) => `\n      ${one}`);
  return shown.join('') + (all.length > SHOWN ? `\n      … and ${all.length - SHOWN} more` : '');
}

function seconds(ms: number): string {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : 'never';
}
