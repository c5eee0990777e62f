import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MAIN_ROUTES, PRESET_ROUTES, type RouteName } from './house/routes';
import { FAULT_KINDS } from './random/fault-plan';

export interface RandomOptions {
  posts: number;
  /** How long posts are asked for and faults strike. */
  minutes: number;
  /** How long everything may take to settle afterwards. */
  settleMinutes: number;
  seed: number;
  apis: number;
  workers: number;
  leaseSeconds: number;
  killEverySeconds: number;
  /** Kinds of faults that shall not strike. */
  without: string[];
  /** Presets that take part beside the providers of the build. */
  presets: readonly RouteName[];
  /** Only tell the plan. */
  dryRun: boolean;
  /** Folder for the evidence of a failure. */
  evidence: string;
  /** The command that does the same again. */
  replay: string;
}

export interface PointOptions {
  /** Only crash points whose name holds this. */
  only: string | null;
  lanes: number;
  /** The gateway's own steps with the first provider only. */
  brief: boolean;
  /** Whose first post is watched and broken off. */
  routes: readonly RouteName[];
}

export interface SuiteOptions {
  parts: ('points' | 'random')[];
  random: RandomOptions;
  points: PointOptions;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: npm run test:faults -- [flags]
  --only points|random   one half of the suite (default: both)
  --posts N              posts of the random run, without those of the presets (default 150)
  --preset NAME          only this preset, or none; may be repeated (default: all)
  --minutes M            for how long faults strike (default 1.25)
  --settle M             how many minutes all may take to settle afterwards (default 4)
  --seed N               replay a run (default: any)
  --apis N  --workers N  processes (default 2 and 2)
  --lease S              seconds of a worker's lease (default 3)
  --kill-every S         mean seconds between two kills of a worker (default 5)
  --without KIND         leave out a kind of fault; may be repeated
  --dry-run              tell the plan of the random run, do nothing
  --nightly              10,000 posts in 40 minutes, the default lease, 3 workers
  --point TEXT           only crash points whose name holds this
  --brief                the gateway's own crash points with one provider only
  --lanes N              crash points tried at the same time (default 4)
  --evidence DIR         where a failure leaves its evidence (default .faults)`;

const FLAGS = {
  only: { type: 'string' },
  posts: { type: 'string' },
  minutes: { type: 'string' },
  settle: { type: 'string' },
  seed: { type: 'string' },
  apis: { type: 'string' },
  workers: { type: 'string' },
  lease: { type: 'string' },
  'kill-every': { type: 'string' },
  without: { type: 'string', multiple: true },
  preset: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  nightly: { type: 'boolean' },
  point: { type: 'string' },
  brief: { type: 'boolean' },
  lanes: { type: 'string' },
  evidence: { type: 'string' },
} as const;

/** @throws UsageError */
export function readOptions(commandLine: readonly string[]): SuiteOptions {
  const values = flagsOf(commandLine);
  const nightly = values.nightly === true;
  const seed = figure(values.seed, '--seed', randomInt(1, 2 ** 31));
  const { only } = values;
  if (only !== undefined && only !== 'points' && only !== 'random') {
    throw new UsageError('--only is points or random.');
  }
  const { without = [] } = values;
  const strange = without.find((kind) => !FAULT_KINDS.some((known) => known === kind));
  if (strange !== undefined) {
    throw new UsageError(`There is no fault "${strange}", but ${FAULT_KINDS.join(', ')}.`);
  }
  return {
    parts: only === undefined ? ['points', 'random'] : [only],
    points: {
      only: values.point ?? null,
      lanes: figure(values.lanes, '--lanes', 4),
      brief: values.brief === true,
      routes: [...MAIN_ROUTES, ...pointPresets(values.preset, nightly)],
    },
    random: {
      posts: figure(values.posts, '--posts', nightly ? 10_000 : 150),
      minutes: figure(values.minutes, '--minutes', nightly ? 40 : 1.25),
      settleMinutes: figure(values.settle, '--settle', nightly ? 20 : 4),
      seed,
      apis: figure(values.apis, '--apis', 2),
      workers: figure(values.workers, '--workers', nightly ? 3 : 2),
      leaseSeconds: figure(values.lease, '--lease', nightly ? 10 : 3),
      killEverySeconds: figure(values['kill-every'], '--kill-every', 5),
      without,
      presets: presetsOf(values.preset),
      dryRun: values['dry-run'] === true,
      evidence: values.evidence ?? join(process.cwd(), '.faults'),
      replay: replayOf(commandLine, seed),
    },
  };
}

function flagsOf(commandLine: readonly string[]) {
  try {
    return parseArgs({ args: [...commandLine], options: FLAGS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Two steps, replays, and another transport: one preset of each kind, every night. */
const NIGHTLY_POINTS: readonly RouteName[] = ['preset:post-for-me', 'preset:zernio', 'preset:postato-mcp'];

function pointPresets(given: readonly string[] | undefined, nightly: boolean): readonly RouteName[] {
  if (given !== undefined) return presetsOf(given);
  return nightly ? NIGHTLY_POINTS : [];
}

function presetsOf(given: readonly string[] | undefined): readonly RouteName[] {
  if (given === undefined) return PRESET_ROUTES;
  return given
    .filter((name) => name !== 'none')
    .map((name) => {
      const found = PRESET_ROUTES.find((route) => route === `preset:${name}`);
      if (found !== undefined) return found;
      const known = PRESET_ROUTES.map((route) => route.replace('preset:', '')).join(', ');
      throw new UsageError(`There is no preset "${name}" here, but none, ${known}.`);
    });
}

function figure(given: string | undefined, flag: string, otherwise: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!Number.isFinite(value) || value <= 0) throw new UsageError(`${flag} must be a figure above 0.`);
  return value;
}

function replayOf(commandLine: readonly string[], seed: number): string {
  const given = commandLine.filter(
    (flag, place) => flag !== '--seed' && commandLine[place - 1] !== '--seed' && !flag.startsWith('--seed='),
  );
  const flags =
    given.includes('--only') || given.some((flag) => flag.startsWith('--only='))
      ? given
      : ['--only', 'random', ...given];
  return `npm run test:faults -- ${[...flags, '--seed', String(seed)].map(quoted).join(' ')}`;
}

function quoted(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `'${word}'`;
}
