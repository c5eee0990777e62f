import { Progress, say, table } from '../house/terminal';
import type { PointOptions } from '../options';
import { crashPoints, describePoint, withoutRepetition, type CrashPoint } from './crash-point';
import { Lane, PUBLISHED_WITHIN_MS, type Tried } from './lane';

interface Result extends Tried {
  point: CrashPoint;
  wrong: string | null;
}

/** Every crash point of every provider: killed there, the post is on its network exactly once. */
export async function runPoints(options: PointOptions): Promise<boolean> {
  const startedAt = Date.now();
  const lanes = await Promise.all(
    Array.from({ length: options.lanes }, (_, index) => Lane.open(`${index + 1}`)),
  );
  try {
    const points = await discover(lanes, options);
    say(`Crash points: ${points.length + acceptPoints(options.only).length} in ${lanes.length} lanes`);
    const progress = new Progress();
    const accepting = acceptPoints(options.only);
    const results = (
      await Promise.all(
        lanes.map(async (lane, place) => [
          ...(place === 0 ? await tryAccepting(lane, accepting) : []),
          ...(await tryAll(lane, points, progress)),
        ]),
      )
    ).flat();
    progress.end();
    const doubles = (await Promise.all(lanes.map(doublesOf))).flat();
    const deaths = lanes.flatMap(({ house }) => [
      ...house.log.deaths.map(({ tail }) => tail),
      ...house.log.fatal,
    ]);
    return tell(options, results, { others: [...doubles, ...deaths], tookMs: Date.now() - startedAt });
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

/** One undisturbed post of each provider shows which points there are. */
async function discover(lanes: readonly Lane[], options: PointOptions): Promise<CrashPoint[]> {
  const found = await Promise.all(
    lanes.map(async (lane, place) => {
      const own: CrashPoint[] = [];
      for (const route of options.routes.filter((_, index) => index % lanes.length === place)) {
        const { passed, operations } = await lane.watch(route);
        own.push(...crashPoints(route, passed, operations));
      }
      return own;
    }),
  );
  // In the order of the routes, whichever lane was quicker.
  const all = options.routes.flatMap((route) => found.flat().filter((point) => point.route === route));
  return (options.brief ? withoutRepetition(all) : all).filter((point) => isWanted(point, options.only));
}

function isWanted(point: CrashPoint, only: string | null): boolean {
  return only === null || describePoint(point).includes(only);
}

/** Taking a post is the API's part, and the same for every provider. */
function acceptPoints(only: string | null): CrashPoint[] {
  return ['accept, before', 'accept, after']
    .map((name): CrashPoint => ({ route: 'postato', name, also: [], label: 'API process', fault: null }))
    .filter((point) => isWanted(point, only));
}

async function tryAccepting(lane: Lane, points: readonly CrashPoint[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const point of points) {
    const tried = await lane.attemptAccept(point);
    results.push({ ...tried, point, wrong: wrongOf(tried) });
    say(line(point, tried, wrongOf(tried)));
  }
  return results;
}

/** Takes points from the common list until none is left. */
async function tryAll(lane: Lane, points: CrashPoint[], progress: Progress): Promise<Result[]> {
  const results: Result[] = [];
  let point = points.shift();
  let doomed = point === undefined ? null : await lane.doom(point.name);
  while (point !== undefined && doomed !== null) {
    const next = points.shift();
    let ready: typeof doomed | null = null;
    const tried = await lane.attempt(point, doomed, async () => {
      if (next !== undefined) ready = await lane.doom(next.name);
    });
    const wrong = wrongOf(tried);
    results.push({ ...tried, point, wrong });
    progress.end();
    say(line(point, tried, wrong));
    progress.show(`${points.length} to go`);
    point = next;
    doomed = ready;
  }
  return results;
}

function wrongOf({ missed, status, seen, publishedAfterMs, everFailed }: Tried): string | null {
  if (missed !== null) return missed;
  if (everFailed) return 'it was failed for a while';
  if (seen > 1) return `on the network ${seen} times`;
  if (publishedAfterMs === null)
    return `${status} ${PUBLISHED_WITHIN_MS / 1000} s after the kill, seen ${seen}`;
  return seen === 1 ? null : `${status}, but not on the network`;
}

function line(point: CrashPoint, { publishedAfterMs }: Tried, wrong: string | null): string {
  const took = publishedAfterMs === null ? '' : `${(publishedAfterMs / 1000).toFixed(1)} s`;
  return `  ${wrong === null ? 'ok    ' : 'FAILED'} ${took.padStart(6)}  ${describePoint(point)}${wrong === null ? '' : `: ${wrong}`}`;
}

/** A second copy may come after its post was looked at. */
async function doublesOf(lane: Lane): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { text } of await lane.network()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([text, count]) => `${count} times on the network: ${text}`);
}

function tell(
  options: PointOptions,
  results: readonly Result[],
  { others, tookMs }: { others: readonly string[]; tookMs: number },
): boolean {
  const rows = options.routes.map((route) => {
    const own = results.filter(({ point }) => point.route === route);
    const slowest = Math.max(0, ...own.map(({ publishedAfterMs }) => publishedAfterMs ?? 0));
    return [
      route,
      own.length,
      own.filter(({ seen }) => seen === 1).length,
      own.filter(({ seen }) => seen > 1).length,
      own.filter(({ seen }) => seen === 0).length,
      `${(slowest / 1000).toFixed(1)} s`,
    ];
  });
  say(`\n${table([['provider', 'killed', 'once', 'twice', 'never', 'longest to publish'], ...rows])}`);
  const failed = results.filter(({ wrong }) => wrong !== null);
  for (const { point, wrong } of failed) say(`  - ${describePoint(point)}: ${wrong}`);
  for (const other of others) say(`  - ${other}`);
  const passed = failed.length === 0 && others.length === 0 && results.length > 0;
  say(`${passed ? 'PASSED' : 'FAILED'}: ${results.length} crash points in ${Math.round(tookMs / 1000)} s.\n`);
  return passed;
}
