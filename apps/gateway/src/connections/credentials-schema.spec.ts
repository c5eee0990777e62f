import type { ConfigProperty, ConfigSchema } from '@postern/core';
import { createAddressGuard } from '@postern/provider-kit';
import { issuesOfCredentials } from './credentials-schema';

const guard = createAddressGuard({ allowHosts: [] });

it('patterns of a workspace hold nobody up, however many of them take for ever', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const property: ConfigProperty = {
    type: 'array',
    items: { type: 'string' },
    title: 'A',
    pattern: '^(a+)+$',
  };
  const schema: ConfigSchema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, property])),
    required: [],
    additionalProperties: false,
  };
  const values = Array.from({ length: 20 }, () => `${'a'.repeat(60)}!`);
  const startedAt = performance.now();
  const credentials = Object.fromEntries(names.map((name) => [name, values]));
  const issues = issuesOfCredentials(schema, credentials, guard, 'workspace');
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  expect(issues).toHaveLength(100);
  expect(new Set(issues.map(({ rule }) => rule))).toEqual(new Set(['pattern.time']));
});

it.each(['build', 'workspace'] as const)('says which value does not fit a pattern of a %s', (author) => {
  const schema: ConfigSchema = {
    type: 'object',
    properties: { key: { type: 'string', title: 'Key', pattern: '^k_[0-9]+$' } },
    required: ['key'],
    additionalProperties: false,
  };
  const rulesOf = (key: string) =>
    issuesOfCredentials(schema, { key }, guard, author).map(({ path, rule }) => `${path} ${rule}`);
  expect(rulesOf('k_1')).toEqual([]);
  expect(rulesOf('k_1x')).toEqual(['credentials.key pattern']);
});
