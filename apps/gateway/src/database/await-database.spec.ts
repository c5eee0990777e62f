import { awaitDatabase } from './await-database';

const unreachable = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

it('repeats the work until the database is there, and tells once', async () => {
  const lines: string[] = [];
  let tries = 0;
  const done = await awaitDatabase(
    () => (++tries < 3 ? Promise.reject(unreachable()) : Promise.resolve('done')),
    (line) => lines.push(line),
  );
  expect({ done, tries }).toEqual({ done: 'done', tries: 3 });
  expect(lines).toEqual([
    'The database cannot be reached yet (connect ECONNREFUSED). It is waited for, up to 60 s more.',
  ]);
});

it('gives up when its patience ends', async () => {
  const work = jest.fn(() => Promise.reject(unreachable()));
  await expect(awaitDatabase(work, () => undefined, 700)).rejects.toThrow('ECONNREFUSED');
  expect(work.mock.calls.length).toBeGreaterThan(1);
});

it('waits for nothing that waiting does not mend', async () => {
  const work = jest.fn(() => Promise.reject(Object.assign(new Error('no such user'), { code: '28P01' })));
  await expect(awaitDatabase(work, () => undefined)).rejects.toThrow('no such user');
  expect(work).toHaveBeenCalledTimes(1);
});
