import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { House } from '../house/house';
import { MAIN_ROUTES } from '../house/routes';
import { Progress, say } from '../house/terminal';
import type { RandomOptions } from '../options';
import { inboundHooks } from '../listeners/inbound-hooks';
import { Listeners } from '../listeners/listeners';
import { connectAll } from './connections';
import { describeFault, planFaults } from './fault-plan';
import { breaches, openOf, publishedInPart, retries, statuses, storedPosts } from './ledger';
import { leftToPeople } from './lost-replies';
import { planPosts } from './post-plan';
import { planPresets, together } from './preset-plan';
import { Publisher } from './publisher';
import { RecoveryWatch } from './recovery';
import { failures, resultTable, stories, summary, writeEvidence, type RunResult } from './report';
import { Seeded } from './seeded';
import { Striker } from './striker';
import { ABSENCE_TAKES_MS, judge, strangers, type Judged } from './verdict';

/** The networks are looked at once more after this: a second copy may come later than the first. */
const STRAGGLER_MS = 8_000;
/** So long everything gets to settle by itself, with nothing in its way. */
const CALM_MS = 45_000;

/** One run: publish under faults, let everything settle, count. @returns whether nothing went wrong */
export async function runRandom(options: RandomOptions): Promise<boolean> {
  const phaseMs = options.minutes * 60_000;
  const seeded = new Seeded(options.seed);
  const routes = [...MAIN_ROUTES, ...options.presets];
  const main = planPosts(seeded, options.posts, phaseMs);
  const firstConnection = main.connections.length;
  const posts = together(main, planPresets(seeded, options.presets, { phaseMs, firstConnection }));
  const faults = planFaults(seeded, { ...options, phaseMs, routes });
  say(
    `Random faults: ${posts.posts} posts through ${posts.connections.length} connections in ${options.minutes} min, ` +
      `${faults.length} faults, ${options.apis} API processes, ${options.workers} workers, seed ${options.seed}`,
  );
  if (options.dryRun) {
    for (const { atMs, fault } of faults)
      say(`${(atMs / 1000).toFixed(1).padStart(7)} s  ${describeFault(fault)}`);
    return true;
  }
  const house = await House.open({
    ...options,
    sandbox: { SANDBOX_LIMITS: 'documented', SANDBOX_PACE: 'compressed' },
  });
  const listeners = new Listeners(house, seeded.fork('listeners'));
  try {
    await listeners.begin();
    const connections = await connectAll(house, posts.connections);
    const startedAt = Date.now();
    const recovery = new RecoveryWatch(house);
    const publisher = new Publisher(house, connections, startedAt);
    const striker = new Striker(house, recovery, startedAt);
    const progress = new Progress();
    const watching = watch(house, publisher, striker, progress, startedAt);
    const asking = publisher.publishAll(posts.groups);
    listeners.trouble(phaseMs);
    await striker.strikeAll(faults);
    await striker.calm();
    await listeners.calm();
    const calmAt = Date.now();
    await asking;
    const count = async () =>
      judge(
        publisher.posts,
        await storedPosts(house.cluster),
        await house.sandbox.network(),
        await leftToPeople(house, routes, striker.severed),
      );
    await settled(house, publisher, { withinMs: options.settleMinutes * 60_000, startedAt: calmAt, count });
    watching.stop();
    recovery.stop();
    const network = await house.sandbox.network();
    const result: RunResult = {
      judged: await count(),
      inPart: await publishedInPart(house.cluster),
      routes,
      strangers: strangers(publisher.posts, network),
      recoveries: await recovery.recoveries(),
      retries: await retries(house.cluster),
      breaches: await breaches(house.cluster),
      asked: publisher.asked,
      settleMs: Date.now() - calmAt,
      listened: await listeners.listened(),
      hooks: await inboundHooks(house),
    };
    progress.end();
    return await tell(options, result, house, striker, publisher);
  } finally {
    await listeners.stop();
    await house.close();
  }
}

async function tell(
  options: RandomOptions,
  result: RunResult,
  house: House,
  striker: Striker,
  publisher: Publisher,
): Promise<boolean> {
  say(`\n${resultTable(result)}\n`);
  for (const line of summary(result, house, striker, publisher)) say(line);
  const wrong = failures(result, house, publisher);
  if (wrong.length === 0) {
    say(`PASSED with seed ${options.seed}: nothing twice, nothing lost.`);
    return true;
  }
  say(`\nFAILED with seed ${options.seed}:`);
  for (const line of wrong) say(`  - ${line}`);
  for (const line of await stories(result, house)) say(`  ${line}`);
  const folder = join(options.evidence, `seed-${options.seed}`);
  await writeEvidence(folder, result, house);
  say(`The evidence lies in ${folder}. Replay: ${options.replay}`);
  return false;
}

/**
 * Every post is final, its time has gone by, and so has the time of a straggler. What rightly stays `unknown` is not
 * waited for: for good, or because its absence takes longer to prove than there is time.
 */
async function settled(
  house: House,
  publisher: Publisher,
  { withinMs, startedAt, count }: { withinMs: number; startedAt: number; count: () => Promise<Judged[]> },
): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt) {
    const open = openOf(await statuses(house.cluster));
    const isDue = Date.now() > publisher.lastDueAt;
    if (isDue && open === 0) break;
    const isPatient = withinMs > ABSENCE_TAKES_MS || Date.now() < startedAt + CALM_MS;
    const isRight = ({ isLeft, stored, fault }: Judged) =>
      isLeft || (!isPatient && stored?.status === 'unknown' && fault === null);
    if (isDue && open === (await count()).filter(isRight).length) break;
    await pause(500);
  }
  await pause(STRAGGLER_MS);
}

function watch(
  house: House,
  publisher: Publisher,
  striker: Striker,
  progress: Progress,
  startedAt: number,
): { stop: () => void } {
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    statuses(house.cluster)
      .then((counts) => {
        const state = [...counts].map(([status, count]) => `${status} ${count}`).join(', ');
        progress.show(
          `${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${publisher.posts.length} taken` +
            ` (${state || 'none'}), ${striker.total} faults, ${house.client.repeats} requests repeated, ` +
            `${house.keepers.filter(({ up }) => up).length} of ${house.keepers.length} processes up`,
        );
      })
      .catch((error: unknown) => house.log.note(`no figures: ${String(error)}`))
      .finally(() => (asking = false));
  }, 1_000);
  return { stop: () => clearInterval(timer) };
}
