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
  const issues = issuesOfCredentials(schema, Object.fromEntries(names.map((name) => [name, values])), guard);
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  expect(issues).toHaveLength(100);
});
