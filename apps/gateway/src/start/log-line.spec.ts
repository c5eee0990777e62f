import { isWorthTelling, readLogLine, renderLogLine } from './log-line';
import { plain } from './paint';
import { Terminal } from './terminal';

const json = (more: object) =>
  JSON.stringify({ level: 30, time: '2026-01-01T00:00:00Z', name: 'api', ...more });

it('reads the JSON log of a process', () => {
  const line = readLogLine(
    json({ level: 40, msg: 'Slow.', context: 'Http', ms: 12, err: { message: 'why', stack: '…' } }),
    'stdout',
  );
  expect(line).toEqual({ level: 'warn', context: 'Http', text: 'Slow.  why  ms=12' });
  expect(renderLogLine('api', line, plain)).toBe('api     │ Slow.  why  ms=12');
});

it('takes anything else as it is, and what came on stderr as a warning', () => {
  expect(readLogLine('{not json', 'stdout')).toEqual({ level: 'debug', context: null, text: '{not json' });
  expect(readLogLine('{"a":1}', 'stdout').text).toBe('{"a":1}');
  expect(readLogLine('boom', 'stderr').level).toBe('warn');
});

it('lets the story through, and what is wrong', () => {
  const told = (more: object) => isWorthTelling(readLogLine(json(more), 'stdout'));
  expect(told({ msg: 'sub_1 accepted.', context: 'Publishing' })).toBe(true);
  expect(told({ msg: 'request' })).toBe(false);
  expect(told({ level: 20, msg: 'detail', context: 'Publishing' })).toBe(false);
  expect(told({ level: 50, msg: 'request' })).toBe(true);
});

it('keeps the live part below the lines that stay', () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text) > 0, isTTY: true, columns: 80, rows: 10 };
  const terminal = new Terminal(output, plain);
  terminal.draw(['a', 'b']);
  terminal.print('log');
  terminal.draw(['c']);
  terminal.settle();
  terminal.print('end');
  expect(written).toEqual(['a\nb\n', '\x1b[2A\x1b[0Jlog\na\nb\n', '\x1b[2A\x1b[0Jc\n', 'end\n']);
  expect([terminal.canRedraw(9), terminal.canRedraw(10)]).toEqual([true, false]);
  expect(new Terminal({ ...output, isTTY: false }, plain).canRedraw(1)).toBe(false);
});
