/** Runs the benches named on the command line, or all; exit status 1 where a goal is missed. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Bench, type BenchResult, Options } from './bench';
import { eventsStream } from './events-stream';
import { describeMachine, renderGoals, renderTable } from './print';
import { punctuality } from './punctuality';
import { reconciliation } from './reconciliation';
import { requests } from './requests';
import { stopEverything } from './stack/cleanup';
import { webhookFanOut } from './webhook-fan-out';
import { webhookLatency } from './webhook-latency';

const BENCHES: readonly Bench[] = [
  requests,
  punctuality,
  reconciliation,
  eventsStream,
  webhookLatency,
  webhookFanOut,
];

interface Chosen {
  benches: Bench[];
  values: Record<string, string>;
  report: string | null;
}

/** @throws with a sentence for people */
function choose(argv: string[]): Chosen | 'help' {
  const names = BENCHES.map((bench) => bench.name);
  const known = Object.assign({}, ...BENCHES.map((bench) => bench.options)) as Bench['options'];
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      report: { type: 'string' },
      ...Object.fromEntries(Object.keys(known).map((name) => [name, { type: 'string' as const }])),
    },
  });
  if (values.help) return 'help';
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`No bench is called ${unknown.join(', ')}: ${names.join(', ')}.`);
  const { help: _help, report, ...given } = values as Record<string, string>;
  return {
    benches: BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    values: given,
    report: report ?? null,
  };
}

function help(): string {
  const lines = [
    'npm run bench [-- <name>… --option value]',
    '',
    '  --report FILE: the tables also as a file',
  ];
  for (const { name, about, options } of BENCHES) {
    lines.push('', `${name}: ${about}`);
    for (const [option, spec] of Object.entries(options)) {
      lines.push(`  --${option} (${spec.default || 'none'}): ${spec.about}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function runAll({ benches, values, report }: Chosen): Promise<boolean> {
  const started = Date.now();
  const progress = (line: string) =>
    process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}\n`);
  const machine = describeMachine();
  const sections = [`Machine: ${machine}`, ''];
  const results: BenchResult[] = [];
  for (const bench of benches) {
    progress(`${bench.name}: ${bench.about}`);
    const defaults = Object.entries(bench.options).map(([name, spec]) => [name, spec.default]);
    const options = new Options({ ...(Object.fromEntries(defaults) as Record<string, string>), ...values });
    const result = await bench.run({ options, progress });
    results.push(result);
    sections.push(`## ${bench.name}`, '', ...result.tables.map(renderTable));
    if (result.goals.length > 0) sections.push(renderGoals(result.goals));
  }
  const text = sections.join('\n');
  process.stdout.write(`\n${text}`);
  if (report !== null) writeFileSync(report, text);
  return results.every(({ goals }) => goals.every(({ met }) => met));
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopEverything().finally(() => process.exit(130)));
  }
  try {
    const chosen = choose(process.argv.slice(2));
    if (chosen === 'help') process.stdout.write(help());
    else process.exitCode = (await runAll(chosen)) ? 0 : 1;
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
