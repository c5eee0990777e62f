import type { Bench } from './bench';
import { help, select } from './selection';

const bench = (name: string, runs?: Bench['runs']): Bench => ({
  name,
  about: `what ${name} tells`,
  runs,
  options: { [`${name}-size`]: { about: 'how much', default: '1' } },
  run: () => Promise.resolve({ tables: [], goals: [] }),
});
const BENCHES = [bench('quick'), bench('long', 'with-all'), bench('hours', 'by-name')];

const namesOf = (argv: string[]) => {
  const selection = select(BENCHES, argv);
  return selection === 'help' ? selection : selection.benches.map(({ name }) => name);
};

it('runs what is quick, with --all what is long, and by name whatever is named', () => {
  expect(namesOf([])).toEqual(['quick']);
  expect(namesOf(['--all'])).toEqual(['quick', 'long']);
  expect(namesOf(['hours', 'long'])).toEqual(['long', 'hours']);
  expect(namesOf(['--help'])).toBe('help');
  expect(() => namesOf(['hour'])).toThrow('No bench is called hour: quick, long, hours.');
});

it('takes the options of every bench', () => {
  expect(select(BENCHES, ['--long-size', '5', '--report', 'r.md'])).toMatchObject({
    values: { 'long-size': '5' },
    report: 'r.md',
  });
  expect(help(BENCHES)).toContain('hours (by name only): what hours tells\n  --hours-size (1): how much');
});
