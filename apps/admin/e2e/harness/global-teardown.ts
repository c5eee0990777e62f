import { endAll } from './run';

export default async function tearDown(): Promise<void> {
  await endAll();
}
