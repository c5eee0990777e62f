import type { Bench, BenchContext, BenchResult, Goal, Table } from '../bench';
import { loadPosts } from '../bulk/load-posts';
import { makeSeats } from '../bulk/seats';
import { distributionOf } from '../distribution';
import { openAsWorker } from '../stack/gateway-database';
import { startStack, type Stack } from '../stack/stack';
import { createWorkspaces } from '../stack/workspaces';
import { BareWriter } from './bare-writer';
import { SnapshotBed, type Turn } from './snapshot-bed';

export const snapshots: Bench = {
  name: 'snapshots',
  about: 'how many read states of posts are written a second, beside bare updates of the same rows',
  options: {
    'snapshot-posts': { about: 'open posts behind one connection', default: '1000' },
    'snapshot-batches': { about: 'posts that are read at a time', default: '1,100,500' },
    'snapshot-rounds': { about: 'rounds, of which the middle one counts', default: '3' },
  },
  run,
};

/** A state of so many posts at once costs at most so many statements a post. */
const STATEMENTS_LIMIT = 0.1;
const MANY = 100;
/** Bare updates know nothing of the rules by which news of a post are merged. */
const RATIO_GOAL = 0.15;
/** One post at a time is slow enough that fewer tell as much. */
const MOST_SINGLE = 50;

interface Row {
  what: string;
  batch: number;
  /** Snapshots a second, and processor time of the bench's own process a snapshot. */
  postern: number;
  bare: number | null;
  statements: number;
  cpuMs: number;
}

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  progress('starting Postgres and API');
  const stack = await startStack({ sandbox: 'instant', profileDir: '' });
  const dataSource = await openAsWorker(stack.databaseUrl);
  const posts = options.count('snapshot-posts');
  const bed = new SnapshotBed(stack.db, dataSource, ...(await load(stack, posts)));
  const bare = new BareWriter(stack.db, bed);
  const rows: Row[] = [];
  for (const batch of options.counts('snapshot-batches')) {
    const wanted = Math.min(posts, batch === 1 ? MOST_SINGLE : posts);
    progress(`${wanted} posts, ${batch} at a time`);
    const rounds = options.count('snapshot-rounds');
    rows.push(...(await measure(bed, bare, { batch, wanted, rounds })));
  }
  await stack.stop();
  return { tables: [tableOf(rows)], goals: goalsOf(rows) };
}

async function load({ db, apiUrl }: Stack, posts: number): Promise<[string, string]> {
  const workspaces = await createWorkspaces(db, apiUrl, 1);
  const seats = await makeSeats(db, workspaces, 'generic:postato');
  await loadPosts(db, seats, { from: 0, to: Math.ceil(posts / 4), status: 'queued', over: '1 minute' });
  await db.query('vacuum analyze');
  const [seat] = seats;
  if (seat === undefined) throw new Error('There is no connection.');
  return [seat.workspaceId, seat.connectionId];
}

interface Wanted {
  batch: number;
  wanted: number;
  rounds: number;
}

/** Postern and bare updates in turn, so that a neighbour's load meets both; the first round is warm-up. */
async function measure(
  bed: SnapshotBed,
  bare: BareWriter,
  { batch, wanted, rounds }: Wanted,
): Promise<Row[]> {
  const [moved, same, plain] = [[] as Turn[], [] as Turn[], [] as Turn[]];
  for (let round = 0; round <= rounds; round += 1) {
    await bed.reset();
    const moves = [
      await bed.turn('publishing', batch, wanted),
      await bed.turn('publishing', batch, wanted),
      await bed.turn('published', batch, wanted),
    ];
    await bed.reset();
    const floor = [await bare.turn('publishing', batch, wanted), await bare.turn('published', batch, wanted)];
    if (round === 0) continue;
    moved.push(together([moves[0], moves[2]]));
    same.push(together([moves[1]]));
    plain.push(together(floor));
  }
  return [rowOf('a new state', batch, moved, middlePace(plain)), rowOf('nothing new', batch, same, null)];
}

function together(turns: readonly (Turn | undefined)[]): Turn {
  const sum = (of: (turn: Turn) => number) => turns.reduce((all, turn) => all + (turn ? of(turn) : 0), 0);
  return {
    snapshots: sum(({ snapshots: count }) => count),
    ms: sum(({ ms }) => ms),
    statements: sum(({ statements }) => statements),
    cpuMs: sum(({ cpuMs }) => cpuMs),
  };
}

const middleOf = (turns: readonly Turn[], of: (turn: Turn) => number) => distributionOf(turns.map(of)).p50;
const middlePace = (turns: readonly Turn[]) =>
  middleOf(turns, ({ snapshots: count, ms }) => (count / ms) * 1_000);

function rowOf(what: string, batch: number, turns: readonly Turn[], bare: number | null): Row {
  return {
    ...{ what, batch, bare, postern: middlePace(turns) },
    statements: middleOf(turns, ({ statements, snapshots: count }) => statements / count),
    cpuMs: middleOf(turns, ({ cpuMs, snapshots: count }) => cpuMs / count),
  };
}

function tableOf(rows: readonly Row[]): Table {
  return {
    title: 'States of posts, read and written',
    note:
      'Claiming the posts, merging what was read, writing post, group and event: what a worker does beside the call ' +
      'itself. The floor updates the same rows and writes the same events, without claim, merge or history.',
    columns: ['what was read', 'at a time', 'Postern', 'bare', 'ratio', 'statements', 'processor'],
    rows: rows.map(({ what, batch, postern, bare, statements, cpuMs }) => [
      what,
      String(batch),
      `${Math.round(postern)}/s`,
      bare === null ? null : `${Math.round(bare)}/s`,
      bare === null ? null : (postern / bare).toFixed(2),
      statements.toFixed(3),
      `${cpuMs.toFixed(3)} ms`,
    ]),
  };
}

function goalsOf(rows: readonly Row[]): Goal[] {
  return rows
    .filter(({ batch }) => batch >= MANY)
    .flatMap(({ what, batch, postern, bare, statements }): Goal[] => [
      {
        what: `statements a snapshot, ${what}, ${batch} at a time`,
        measured: statements.toFixed(3),
        limit: `≤ ${STATEMENTS_LIMIT}`,
        met: statements <= STATEMENTS_LIMIT,
      },
      ...(bare === null
        ? []
        : [
            {
              what: `${what}, ${batch} at a time, beside bare updates`,
              measured: (postern / bare).toFixed(2),
              limit: `≥ ${RATIO_GOAL}`,
              met: postern / bare >= RATIO_GOAL,
            },
          ]),
    ]);
}
