import { postsADayOfOneCore, sizeFor } from './sizing';

it('gives one core to what one core can do', () => {
  const costs = { api: 3, worker: 4, postgres: 3 };
  const posts = postsADayOfOneCore(costs);
  const { perSecond, api, worker, postgres } = sizeFor(posts, costs);
  expect(posts).toBe(1_296_000);
  expect(perSecond).toBeCloseTo(60);
  expect(api + worker + postgres).toBeCloseTo(1);
});
