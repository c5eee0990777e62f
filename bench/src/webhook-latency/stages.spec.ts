import { firstAfter, lastBefore, stagesOf, type Way } from './stages';

const way: Way = {
  announced: 100,
  received: 103,
  stored: 110,
  asked: null,
  written: 150,
  sequenced: 170,
  sent: 175,
  delivered: 180,
};

it('tells each stage of which both ends were seen, and the whole', () => {
  const told = stagesOf([way]).map(({ what, time }) => [what, time.p50]);
  expect(told).toEqual([
    ['announced → received by the API', 3],
    ['received → stored', 7],
    ['written → numbered and announced', 20],
    ['numbered → sending begins', 5],
    ['sending → with the receiver', 5],
    ['from the API’s receipt to the receiver', 77],
    ['all of it', 80],
  ]);
});

it('finds the moments around another one', () => {
  expect([lastBefore([1, 5, 9], 5), lastBefore([6], 5)]).toEqual([5, null]);
  expect([firstAfter([1, 5, 9], 6), firstAfter([1], 6)]).toEqual([9, null]);
});
