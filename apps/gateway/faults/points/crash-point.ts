import { routeOf, type RouteName } from '../house/routes';
import type { Rule } from '../house/sandbox-control';

/** A moment of a submission at which the worker is killed. */
export interface CrashPoint {
  route: RouteName;
  /** As the preloaded watcher calls it: `request 2, before`. */
  name: string;
  /** Other names of the same moment. */
  also: string[];
  /** What it is about, for people: `POST /layers/v1/content`. */
  label: string;
  /** What the upstream does to the very request beside. */
  fault: Pick<Rule, 'kind' | 'operation'> | null;
}

/** A point that a worker passed while it published one post undisturbed. */
export interface PassedPoint {
  point: string;
  label: string;
}

/** The steps that every provider must have: their absence means that nothing was watched. */
const INDISPENSABLE = [
  'hint taken, before',
  'claim, before',
  'claim, after',
  'open connection, after',
  'submit, before',
  'request 1, before',
  'request 1, after',
  'checkpoint, before',
  'checkpoint, after',
  'submit, after',
  'record, before',
  'end of lease, after',
  'status written (record), before',
  'status written (record), after',
  'commit, before',
  'commit, after',
  'record, after',
  'read, before',
  'read request 1, after',
  'read, after',
  'status written (read), after',
];

/** Steps that change nothing, here or upstream: whoever dies before or after one leaves the same behind. */
const ONLY_LOOKS = /^(look for a cancel|open connection|read request \d+)\b/;

/** Moments at which a provider comes in: what lies between them is the gateway's alone. */
const OF_PROVIDER = /^(submit|request \d+|checkpoint)\b/;

/** Steps that a worker also takes for reasons of its own, so that only the first time can be foretold. */
const ONCE = /^(hint taken|claim|open connection|sample|read|record of a read)\b|\(read\)/;

/**
 * All crash points of a provider, from what a worker passed. Where nothing happens between two of them they are
 * one moment, and tried once: the moment after a step is the one before the next. Each request of the
 * submission is also tried with its reply lost in two ways.
 *
 * @param operations the sandbox's names of the submission's requests, in their order
 * @throws Error where a step that every provider has was not seen
 */
export function crashPoints(
  route: RouteName,
  passed: readonly PassedPoint[],
  operations: readonly string[],
): CrashPoint[] {
  const names = new Set(passed.map(({ point }) => point));
  // An upstream that publishes before it answers leaves nothing to read.
  const mayKnowAtOnce = 'preset' in routeOf(route).via;
  const missing = INDISPENSABLE.filter(
    (name) => !names.has(name) && !(mayKnowAtOnce && /\bread\b/.test(name)),
  );
  if (missing.length > 0) throw new Error(`A post through ${route} never passed: ${missing.join('; ')}.`);
  const requests = passed.filter(({ point }) => /^request \d+, before$/.test(point));
  if (requests.length !== operations.length) {
    throw new Error(
      `A post through ${route} made ${requests.length} requests, and the sandbox took ${operations.join(', ')}.`,
    );
  }
  const lost = requests.flatMap(({ point, label }, place): CrashPoint[] => {
    const request = point.replace(', before', '');
    const about = { route, label, also: [] };
    const operation = operations[place];
    return [
      { ...about, name: `${request}, in flight`, fault: { kind: 'accept-then-hang', operation } },
      { ...about, name: `${request}, after`, fault: { kind: 'accept-then-reset', operation } },
    ];
  });
  return [...momentsOf(route, passed), ...lost];
}

function momentsOf(route: RouteName, passed: readonly PassedPoint[]): CrashPoint[] {
  const known = passed.filter(({ point }) => !(ONCE.test(point) && / \d+$/.test(point)));
  const moments: PassedPoint[][] = [[]];
  for (const [place, one] of known.entries()) {
    moments.at(-1)?.push(one);
    // Only between the beginning and the end of a step that holds no other does anything change.
    if (isStep(one.point, known[place + 1]?.point)) moments.push([]);
  }
  return moments.flatMap((moment) => {
    const last = moment.at(-1);
    if (last === undefined) return [];
    const label = moment.map((one) => one.label).find((text) => text !== '') ?? '';
    const also = moment.slice(0, -1).map(({ point }) => point);
    return [{ route, name: last.point, also, label, fault: null }];
  });
}

function isStep(point: string, next: string | undefined): boolean {
  if (ONLY_LOOKS.test(point)) return false;
  return point.includes(', before') && next === point.replace(', before', ', after');
}

/** What the gateway does by itself is the same for every provider: those after the first need not show it again. */
export function withoutRepetition(points: readonly CrashPoint[]): CrashPoint[] {
  const [first] = points;
  return points.filter(
    ({ route, name, also }) => route === first?.route || [...also, name].some((one) => OF_PROVIDER.test(one)),
  );
}

export function describePoint({ route, name, also, label, fault }: CrashPoint): string {
  const what = [label, fault === null ? '' : `${fault.kind} of ${fault.operation}`].filter(
    (text) => text !== '',
  );
  return `${route}: ${[...also, name].join(' = ')}${what.length > 0 ? ` (${what.join(', ')})` : ''}`;
}
