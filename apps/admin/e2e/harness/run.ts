/** Of Jest's own process: what was started, so that the end of the run can end it. */
export const started: (() => Promise<void>)[] = [];

/** Everything ends, also where the end of one thing fails. */
export async function endAll(): Promise<void> {
  const failures: unknown[] = [];
  for (const end of started.splice(0).reverse()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything of the run could be ended.');
}
