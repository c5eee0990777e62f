/** The pages behind `type` and `docs`: in the repository and in the gateway, from one source. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorDocs, PUBLISH_ERROR_CODES, publishError } from '@postern/core';
import { ERROR_DOCS_FOLDER, errorDocsFiles } from '../src/generate/generated-files';
import { ERROR_PAGES, exampleProblem } from '../src/http/error-pages/error-page';
import { PROBLEM_CODES } from '../src/http/problem';
import { expectProblem, startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const get = (path: string) => api.call('GET', path, { key: null });

it('is committed as it is generated (npm run generate)', () => {
  const committed = readdirSync(ERROR_DOCS_FOLDER).map(
    (name) => [name, readFileSync(join(ERROR_DOCS_FOLDER, name), 'utf8')] as const,
  );
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(errorDocsFiles()));
});

it('has a page behind the type of every problem and the docs of every error of a post', async () => {
  const links = [
    ...PROBLEM_CODES.map((code) => exampleProblem(code).type as string),
    ...PUBLISH_ERROR_CODES.map((code) => publishError({ code }).docs),
  ];
  for (const link of links) {
    const reply = await get(link);
    const code = link.split('/').at(-1)!;
    expect([link, reply.status, reply.headers.get('content-type')]).toEqual([
      link,
      200,
      'text/html; charset=utf-8',
    ]);
    expect(reply.body).toContain(`<h1>${code}</h1>`);
    expect(errorDocsFiles().get(`${code}.md`)).toContain(`# ${code}\n`);
  }
  expect(errorDocs('TIMEOUT')).toBe('/docs/errors/TIMEOUT');
});

it('says for each code what it means, when it happens and what to do, with a whole example', () => {
  for (const { code, sections } of ERROR_PAGES) {
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) {
      expect(section.meaning.length).toBeGreaterThan(10);
      expect(section.remedy.length).toBeGreaterThan(10);
      expect(section.when.length).toBeGreaterThan(0);
      expect(section.example).toMatchObject({ code });
    }
  }
});

it('has an index that links to them all', async () => {
  const index = await get('/docs/errors');
  expect(index.status).toBe(200);
  for (const { code } of ERROR_PAGES) {
    expect(index.body).toContain(`href="/docs/errors/${code}"`);
    expect(errorDocsFiles().get('README.md')).toContain(`[${code}](${code}.md)`);
  }
});

it('shows nothing of the caller’s', async () => {
  expectProblem(await get('/docs/errors/<b>'), 404, 'NOT_FOUND');
  expectProblem(await get('/docs/errors/toString'), 404, 'NOT_FOUND');
  expect((await get('/docs/errors/INTERNAL')).body).not.toMatch(/<(script|b)>/);
});
