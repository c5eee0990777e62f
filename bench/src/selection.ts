/** Which benches a command line asks for, and with what options. */
import { parseArgs } from 'node:util';
import type { Bench } from './bench';

export interface Selection {
  benches: Bench[];
  /** Options as given; those that are not have their defaults. */
  values: Record<string, string>;
  /** A file that takes the tables as well. */
  report: string | null;
}

/** @throws with a sentence for people */
export function select(benches: readonly Bench[], argv: readonly string[]): Selection | 'help' {
  const names = benches.map((bench) => bench.name);
  const known = Object.assign({}, ...benches.map((bench) => bench.options)) as Bench['options'];
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      all: { type: 'boolean' },
      report: { type: 'string' },
      ...Object.fromEntries(Object.keys(known).map((name) => [name, { type: 'string' as const }])),
    },
  });
  if (values.help) return 'help';
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`No bench is called ${unknown.join(', ')}: ${names.join(', ')}.`);
  const { help: _help, all, report, ...given } = values;
  const isChosen = ({ name, runs = 'always' }: Bench) => {
    if (positionals.length > 0) return positionals.includes(name);
    return runs === 'always' || (runs === 'with-all' && all === true);
  };
  return {
    benches: benches.filter(isChosen),
    values: given,
    report: typeof report === 'string' ? report : null,
  };
}

export function help(benches: readonly Bench[]): string {
  const lines = [
    'npm run bench [-- <name>… --option value]',
    '',
    '  --all: also those that take long',
    '  --report FILE: the tables also as a file',
  ];
  for (const { name, about, options, runs = 'always' } of benches) {
    const when = { always: '', 'with-all': ' (with --all)', 'by-name': ' (by name only)' }[runs];
    lines.push('', `${name}${when}: ${about}`);
    for (const [option, spec] of Object.entries(options)) {
      lines.push(`  --${option} (${spec.default || 'none'}): ${spec.about}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
