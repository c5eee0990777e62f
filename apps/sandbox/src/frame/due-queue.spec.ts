import { drawAt, seedFrom } from './chance';
import { DueQueue } from './due-queue';

interface Row {
  readonly name: string;
  atMs: number | null;
}

const queueOf = (...rows: Row[]) => {
  const queue = new DueQueue<Row>(({ atMs }) => atMs);
  for (const row of rows) queue.add(row);
  return queue;
};

function taken(queue: DueQueue<Row>, nowMs: number): string[] {
  const names: string[] = [];
  for (let row = queue.next(nowMs); row !== undefined; row = queue.next(nowMs)) names.push(row.name);
  return names;
}

describe('a queue of what is due', () => {
  it('gives out what is due by time, and what has one time in the order in which it came', () => {
    const rows = [5, 3, 3, 9, 1, 3].map((atMs, index) => ({ name: `${atMs}/${index}`, atMs }));
    const queue = queueOf(...rows);
    expect(taken(queue, 4)).toEqual(['1/4', '3/1', '3/2', '3/5']);
    expect(taken(queue, 4)).toEqual([]);
    expect(taken(queue, 100)).toEqual(['5/0', '9/3']);
  });

  it('goes by the time that a row has now', () => {
    const row: Row = { name: 'moved', atMs: 10 };
    const queue = queueOf(row, { name: 'still', atMs: 10 });
    row.atMs = 20;
    queue.add(row);
    expect(taken(queue, 10)).toEqual(['still']);
    row.atMs = null;
    queue.add(row);
    expect(taken(queue, 100)).toEqual([]);
  });

  it('keeps its order through ten thousand rows added and taken by turns', () => {
    const queue = queueOf();
    const seen: number[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      queue.add({ name: '', atMs: Math.floor(drawAt(1, index) * 1_000) + index });
      for (let row = queue.next(index); row !== undefined; row = queue.next(index)) seen.push(row.atMs ?? -1);
    }
    for (let row = queue.next(1e9); row !== undefined; row = queue.next(1e9)) seen.push(row.atMs ?? -1);
    expect(seen).toHaveLength(10_000);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
  });
});

describe('chance', () => {
  it('is the known mulberry32 sequence, by position', () => {
    let state = 42;
    const mulberry32 = () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
    for (let index = 0; index < 1_000; index += 1) expect(drawAt(42, index)).toBe(mulberry32());
  });

  it('turns names into seeds that differ', () => {
    const seeds = Array.from({ length: 1_000 }, (_none, index) => seedFrom(`rule ${index}`));
    expect(new Set(seeds).size).toBe(1_000);
  });
});
