/** Runs the benches that the command line asks for; exit status 1 where a goal is missed. */
import { writeFileSync } from 'node:fs';
import { type Bench, type Goal, Options } from './bench';
import { capacity } from './capacity';
import { eventsStream } from './events-stream';
import { footprint } from './footprint';
import { growth } from './growth';
import { describeMachine, renderGoals, renderTable } from './print';
import { punctuality } from './punctuality';
import { reconciliation } from './reconciliation';
import { requests } from './requests';
import { help, select, type Selection } from './selection';
import { snapshots } from './snapshots';
import { soak } from './soak';
import { stopEverything } from './stack/cleanup';
import { upstreamCalls } from './upstream-calls';
import { webhookFanOut } from './webhook-fan-out';
import { webhookLatency } from './webhook-latency';

const BENCHES: readonly Bench[] = [
  requests,
  snapshots,
  upstreamCalls,
  webhookFanOut,
  punctuality,
  reconciliation,
  eventsStream,
  webhookLatency,
  footprint,
  capacity,
  growth,
  soak,
];

async function runAll({ benches, values, report }: Selection): Promise<boolean> {
  const started = Date.now();
  const progress = (line: string) =>
    process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}\n`);
  const machine = describeMachine();
  const sections = [`Machine: ${machine}`, ''];
  const goals: Goal[] = [];
  for (const bench of benches) {
    progress(`${bench.name}: ${bench.about}`);
    const defaults = Object.entries(bench.options).map(([name, spec]) => [name, spec.default]);
    const options = new Options({ ...(Object.fromEntries(defaults) as Record<string, string>), ...values });
    const result = await bench.run({ options, progress });
    goals.push(...result.goals.map((goal) => ({ ...goal, what: `${bench.name}: ${goal.what}` })));
    sections.push(`## ${bench.name}`, '', ...result.tables.map(renderTable));
  }
  if (goals.length > 0) sections.push(renderGoals(goals));
  const text = sections.join('\n');
  process.stdout.write(`\n${text}`);
  if (report !== null) writeFileSync(report, text);
  return goals.every(({ met }) => met);
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopEverything().finally(() => process.exit(130)));
  }
  try {
    const selection = select(BENCHES, process.argv.slice(2));
    if (selection === 'help') process.stdout.write(help(BENCHES));
    else process.exitCode = (await runAll(selection)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(
      `bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 2;
  } finally {
    await stopEverything();
  }
}

void main();
