import { Batch } from './batch';

describe('Batch', () => {
  it('gathers what comes while a statement runs, in order, within its bound', async () => {
    const seen: number[][] = [];
    const batch = new Batch<number, number>(async (items) => {
      seen.push(items);
      await new Promise((resolve) => setImmediate(resolve));
      return items.map((item) => item * 10);
    }, 3);
    const first = batch.add(1);
    await Promise.resolve();
    await Promise.resolve();
    const rest = [2, 3, 4, 5].map((item) => batch.add(item));
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40, 50]);
    expect(seen).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('tells every caller of a batch that it failed, and goes on', async () => {
    let calls = 0;
    const batch = new Batch<string, string>((items) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve(items);
    }, 10);
    const failed = await Promise.allSettled([batch.add('a'), batch.add('b')]);
    expect(failed.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect(await batch.add('c')).toBe('c');
  });

  it('takes an answer that is missing for a defect', async () => {
    const batch = new Batch<string, string>(() => Promise.resolve([]), 10);
    await expect(batch.add('a')).rejects.toThrow('0 answers for 1 items');
  });
});
