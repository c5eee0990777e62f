import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_KINDS } from './frame/fault-kinds';
import { startSandbox } from './index';

const text = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

it('the README tells of every kind of fault and every member of a rule', async () => {
  const sandbox = await startSandbox();
  const rule = sandbox.faults.add({ upstream: '*', kind: 'truncated-json' });
  await sandbox.stop();
  const bookkeeping = ['id', 'isScenario', 'stream', 'madeAtMs'];
  const optional = ['name', 'status', 'text', 'account', 'apiKey', 'chunked'];
  const members = [...Object.keys(rule).filter((member) => !bookkeeping.includes(member)), ...optional];
  for (const word of [...FAULT_KINDS, ...members]) expect(text).toContain(`\`${word}\``);
});

it('the example in the README is part of the scenario that ships', () => {
  const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '') as { rules: object[] };
  const file = readFileSync(join(__dirname, '..', 'scenarios', 'rough-day.json'), 'utf8');
  const { rules } = JSON.parse(file) as { rules: Array<{ name: string }> };
  const withoutNames = rules.map(({ name: _name, ...rule }) => rule);
  for (const rule of example.rules) expect(withoutNames).toContainEqual(rule);
});
