import { checkLines, explanationLines, trialLines } from './manifest-lines';

const look = { colors: false };
const issue = {
  path: 'operations.createPost.methd',
  rule: 'manifest.unknown_key',
  severity: 'error' as const,
  message: 'There is no key "methd" here.',
  suggestion: 'method',
};

it('has a line for each issue, with its place and what was meant', () => {
  const whole = { ...issue, path: '', severity: 'warning' as const, suggestion: null, message: 'Hm.' };
  expect(checkLines({ valid: false, issues: [issue, whole], capabilities: null }, look)).toEqual([
    'error  operations.createPost.methd: There is no key "methd" here. Did you mean "method"? [manifest.unknown_key]',
    'warning  (all of it): Hm. [manifest.unknown_key]',
    'Not valid: 1 error.',
  ]);
  expect(checkLines({ valid: true, issues: [], capabilities: null }, look)).toEqual([
    'Valid, with 0 warnings.',
  ]);
});

it('explains in sections, and leaves out those that are empty', () => {
  const lines = explanationLines(
    {
      provider: 'generic:herald',
      name: 'Herald',
      summary: ['One post each.'],
      operations: [{ name: 'createPost', request: 'POST /bulletins', purpose: 'Publishes.' }],
      statuses: [{ level: 'post', word: 'Out', means: 'published' }],
      platforms: [{ platform: 'x', word: 'bird', notes: ['no threads'] }],
      capabilities: { scheduling: true, cancel: false, unknownResolution: 'operator' } as never,
      limits: [],
      notes: [],
      warnings: [],
    },
    look,
  );
  expect(lines).toEqual([
    'Herald (generic:herald)',
    'One post each.',
    '',
    'Operations:',
    '  createPost  POST /bulletins  Publishes.',
    '',
    'Statuses:',
    '  post  Out → published',
    '',
    'Platforms:',
    '  x as bird; no threads',
    '',
    'Can:',
    '  scheduling, unknownResolution operator',
  ]);
});

it('shows requests as they would go out, then the reading, then what is wrong', () => {
  const request = { method: 'POST', url: 'https://h.test/b', headers: { 'x-token': '***' }, body: '{}' };
  const reading = { kind: 'check', ok: true, identity: null, error: null } as const;
  expect(trialLines({ requests: [request], reading, problems: ['No.'] }, look)).toEqual([
    'POST https://h.test/b',
    'x-token: ***',
    '',
    '{}',
    '',
    `Read as: ${JSON.stringify(reading, null, 2)}`,
    'problem  No.',
  ]);
});
