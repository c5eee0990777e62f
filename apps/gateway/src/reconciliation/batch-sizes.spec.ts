import { BatchSizes } from './batch-sizes';

const read = (asked: number, answered: number, refused: boolean) => ({ asked, answered, refused });

it('asks for everything until the budget ends a read half way', () => {
  const sizes = new BatchSizes();
  expect(sizes.of('c')).toBeGreaterThanOrEqual(5_000);
  sizes.learn('c', read(5_000, 1_200, true));
  expect(sizes.of('c')).toBe(1_200);
  sizes.learn('c', read(1_200, 0, true));
  expect(sizes.of('c')).toBe(20);
});

it('asks for more again once reads reach their end, if they were as large as they might be', () => {
  const sizes = new BatchSizes();
  sizes.learn('c', read(1_000, 500, true));
  sizes.learn('c', read(10, 10, false));
  expect(sizes.of('c')).toBe(500);
  sizes.learn('c', read(500, 500, false));
  expect(sizes.of('c')).toBe(1_000);
  for (let turn = 0; turn < 10; turn++) sizes.learn('c', read(sizes.of('c'), 1, false));
  expect(sizes.of('c')).toBe(new BatchSizes().of('c'));
});

it('keeps connections apart', () => {
  const sizes = new BatchSizes();
  sizes.learn('one', read(100, 0, true));
  expect(sizes.of('other')).toBe(new BatchSizes().of('other'));
});
