import { setTimeout as pause } from 'node:timers/promises';
import { afterTurning } from './turning-timer';

function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('comes when its time has passed, once', async () => {
  const began = performance.now();
  let late = 0;
  await new Promise<void>((resolve) => {
    afterTurning(120, () => {
      late += 1;
      resolve();
    });
  });
  expect(performance.now() - began).toBeGreaterThan(115);
  await pause(60);
  expect(late).toBe(1);
});

it('counts no time in which the process stood still', async () => {
  let late = false;
  const takeBack = afterTurning(600, () => (late = true));
  standStill(900);
  await pause(150);
  expect(late).toBe(false);
  takeBack();
});

it('does not come once it is taken back', async () => {
  let late = false;
  const takeBack = afterTurning(60, () => (late = true));
  await pause(25);
  takeBack();
  await pause(100);
  expect(late).toBe(false);
});
