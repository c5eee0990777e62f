/** The OpenAPI document is complete enough to generate a client from it, and committed as it is served. */
import { readFileSync } from 'node:fs';
import { createConfig, lintDocument, makeDocumentFromString, BaseResolver } from '@redocly/openapi-core';
import { OPENAPI_FILE, openApiText } from '../src/generate/generated-files';
import { describeApi } from '../src/http/openapi/describe-api';
import {
  type Document,
  type MediaType,
  operationsOf,
  type Parameter,
  type Schema,
} from '../src/http/openapi/document-types';

let document: Document;
beforeAll(async () => {
  document = (await describeApi()) as unknown as Document;
}, 60_000);

const named = () =>
  operationsOf(document).map(({ path, method, operation }) => ({ name: `${method} ${path}`, operation }));

it('is committed as it is generated (npm run generate)', () => {
  // As text: the order counts too.
  expect(openApiText(document) === readFileSync(OPENAPI_FILE, 'utf8')).toBe(true);
});

it('passes the linter, with its strict rules', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintDocument({
    document: makeDocumentFromString(openApiText(document), 'openapi.json'),
    externalRefResolver: new BaseResolver(),
    config,
  });
  const findings = problems.map(
    ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`,
  );
  expect(findings).toEqual([]);
}, 60_000);

it('names every operation as a function: a verb, then a noun', () => {
  const ids = operationsOf(document).map(({ operation }) => operation.operationId ?? '');
  expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]*)+$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

it('says of every operation what it does, where it belongs and which scope it needs', () => {
  const sections = new Set(document.tags?.map((tag) => tag.name));
  for (const { name, operation } of named()) {
    expect([name, operation.summary]).toEqual([name, expect.stringMatching(/.{8}/)]);
    expect([name, operation.tags?.filter((tag) => !sections.has(tag))]).toEqual([name, []]);
    expect([name, operation.tags?.length]).toEqual([name, 1]);
    const scope = operation['x-required-scope'];
    // Whoever is signed in may ask so, whatever they may do.
    const anyScope = ['getSession', 'endSession'].includes(operation.operationId ?? '');
    const security = scope === undefined && !anyScope ? [] : [{ key: [] }];
    expect([name, operation.security]).toEqual([name, security]);
    if (scope !== undefined)
      expect([name, operation.description]).toEqual([name, expect.stringContaining(scope)]);
  }
});

const withoutExample = (media: MediaType) => media.example === undefined && media.examples === undefined;

it('describes every parameter, with an example', () => {
  const lacking = named().flatMap(({ name, operation }) =>
    (operation.parameters ?? [])
      .filter((given: Parameter) => !given.description || !given.schema || given.example === undefined)
      .map((given) => `${name} ${given.name}`),
  );
  expect(lacking).toEqual([]);
});

it('shows an example of every body', () => {
  const lacking = named().flatMap(({ name, operation }) => {
    const contents = [
      ['request', operation.requestBody?.content] as const,
      ...Object.entries(operation.responses).map(([status, response]) => [status, response.content] as const),
    ];
    return contents.flatMap(([of, content]) =>
      Object.entries(content ?? {})
        // The bytes of a file cannot be shown in JSON.
        .filter(([type]) => type !== 'multipart/form-data')
        .filter(([, media]) => media.schema === undefined || withoutExample(media))
        .map(() => `${name} ${of}`),
    );
  });
  expect(lacking).toEqual([]);
});

it('gives every operation a success, and problem documents for its refusals', () => {
  for (const { name, operation } of named()) {
    const statuses = Object.keys(operation.responses);
    expect([name, statuses.some((status) => status < '400')]).toEqual([name, true]);
    expect([name, statuses]).toEqual([name, expect.arrayContaining(['400', '500'])]);
    // What an operation cannot be answered with: its path knows it.
    expect([name, statuses]).toEqual([name, expect.not.arrayContaining(['405'])]);
    for (const [status, given] of Object.entries(operation.responses)) {
      const response = given.$ref ? document.components.responses![given.$ref.split('/').at(-1)!]! : given;
      expect([name, status, response.description]).toEqual([name, status, expect.stringMatching(/.{3}/)]);
      expect([name, status, response.headers]).toEqual([
        name,
        status,
        expect.objectContaining({ 'X-Request-Id': expect.anything() }),
      ]);
      const types = Object.keys(response.content ?? {});
      const isProblem = status >= '400' && !types.includes('application/json');
      if (isProblem) expect([name, status, types]).toEqual([name, status, ['application/problem+json']]);
    }
  }
});

it('describes the members of every schema: examples, enums by name, no nullable of 3.0', () => {
  const findings: string[] = [];
  const look = (schema: Schema, place: string, top: boolean) => {
    if ('nullable' in schema) findings.push(`${place}: nullable`);
    const words = schema.enum?.filter((word) => word !== null && word !== 'true') ?? [];
    if (!top && words.length > 1) findings.push(`${place}: an enum without a name`);
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const types = [member.type ?? []].flat();
      const composed = types.includes('array') || types.includes('object') || member.anyOf || member.oneOf;
      if (
        !composed &&
        member.$ref === undefined &&
        member.example === undefined &&
        schema.example === undefined
      ) {
        findings.push(`${place}.${name}: no example`);
      }
      look(member, `${place}.${name}`, false);
    }
    for (const inner of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
      if (inner) look(inner, place, false);
    }
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) look(schema, name, true);
  expect(findings).toEqual([]);
});

it('is closed where unknown fields are refused', () => {
  for (const { name, operation } of named()) {
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
      const component = document.components.schemas[schema?.$ref?.split('/').at(-1) ?? ''];
      if (component?.properties) {
        expect([name, component.additionalProperties]).toEqual([name, false]);
      }
    }
  }
});
