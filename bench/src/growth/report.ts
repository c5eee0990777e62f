import type { Goal, Table } from '../bench';
import type { Cost } from './rounds';

export interface GrowthCase {
  workspaces: number;
  posts: number;
  /** With those that are scheduled beside them. */
  stored: number;
  costs: Cost[];
  /** Tables with their indexes. */
  bytes: Record<string, number>;
}

/** No request may cost so many times what it costs with the fewest posts. */
const FLAT = 1.5;
/** Below this much more, milliseconds, the clock of the kernel (10 ms) tells nothing. */
const GRAIN_MS = 0.2;

const nameOf = ({ workspaces, posts }: GrowthCase) =>
  `${posts.toLocaleString('en')} posts, ${workspaces.toLocaleString('en')} workspace${workspaces > 1 ? 's' : ''}`;

/** The case with the fewest posts of the same number of workspaces. */
function smallest(cases: readonly GrowthCase[], { workspaces }: GrowthCase): GrowthCase | undefined {
  return cases.filter((each) => each.workspaces === workspaces).sort((a, b) => a.posts - b.posts)[0];
}

function costOf(growthCase: GrowthCase | undefined, request: string): Cost | undefined {
  return growthCase?.costs.find((cost) => cost.request === request);
}

export function growthTable(cases: readonly GrowthCase[]): Table {
  return {
    title: 'Requests as the tables grow',
    note:
      'Processor time of API and Postgres a request, and its time on the clock; ratios to the fewest posts. The ' +
      'processor time is held against the goal: on a busy machine the clock tells of the neighbours.',
    columns: ['request', 'stored', 'processor', 'ratio', 'p50', 'p99', 'ratio of p50'],
    rows: (cases[0]?.costs ?? []).flatMap(({ request }) =>
      cases.map((each) => {
        const [cost, first] = [costOf(each, request), costOf(smallest(cases, each), request)];
        const ratio = (of: (cost: Cost) => number | null) => {
          const [now, before] = [cost && of(cost), first && of(first)];
          return now == null || before == null ? null : (now / before).toFixed(2);
        };
        return [
          request,
          nameOf(each),
          cost?.processor == null ? null : `${cost.processor.toFixed(2)} ms`,
          ratio(({ processor }) => processor),
          cost === undefined ? null : `${cost.p50.toFixed(1)} ms`,
          cost === undefined ? null : `${cost.p99.toFixed(1)} ms`,
          ratio(({ p50 }) => p50),
        ];
      }),
    ),
  };
}

export function sizesTable(cases: readonly GrowthCase[]): Table {
  const tables = Object.keys(cases[0]?.bytes ?? {});
  return {
    title: 'Bytes a post',
    note: 'Tables with their indexes, divided by all posts.',
    columns: ['stored', ...tables, 'together'],
    rows: cases.map((each) => {
      const sizes = tables.map((table) => each.bytes[table] ?? 0);
      const all = sizes.reduce((sum, bytes) => sum + bytes, 0);
      return [nameOf(each), ...[...sizes, all].map((bytes) => String(Math.round(bytes / each.stored)))];
    }),
  };
}

export function goalsOf(cases: readonly GrowthCase[]): Goal[] {
  return cases.flatMap((each) => {
    const first = smallest(cases, each);
    if (first === undefined || first === each) return [];
    return each.costs.flatMap(({ request, processor }): Goal[] => {
      const before = costOf(first, request)?.processor ?? null;
      if (processor === null || before === null) return [];
      return [
        {
          what: `${request}, ${nameOf(each)}`,
          measured: `${(processor / before).toFixed(2)} ×`,
          limit: `≤ ${FLAT} ×`,
          met: isFlat(before, processor),
        },
      ];
    });
  });
}

/** @param before milliseconds with the fewest posts */
export function isFlat(before: number, now: number): boolean {
  return now <= before * FLAT || now - before <= GRAIN_MS;
}
