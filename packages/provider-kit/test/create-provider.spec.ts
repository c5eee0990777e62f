/** `npm run create-provider`: what it makes is sound as it is, and what it refuses it leaves alone. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const SCRIPT = join(ROOT, 'scripts/create-provider.mjs');
/** As deep as a package, so that its paths are those of one; no workspace, because of the dot. */
const FOLDER = `packages/.created-${process.pid}`;
const MADE = join(ROOT, FOLDER);

jest.setTimeout(120_000);
afterAll(() => rmSync(MADE, { recursive: true, force: true }));

interface Ran {
  ok: boolean;
  said: string;
}

/** Colors and the like of the surrounding run are none of the child's business. */
function run(words: readonly string[], cwd = ROOT): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    execFile(process.execPath, words, { cwd, env }, (error, stdout, stderr) =>
      resolve({ ok: error === null, said: stdout + stderr }),
    );
  });
}

const create = (...words: string[]) => run([SCRIPT, ...words]);
const bin = (name: string) => join(ROOT, 'node_modules', name);

it('makes a package whose types are right and whose specs pass, and says what comes next', async () => {
  const made = await create('acme-social', '--folder', FOLDER);
  expect(made).toEqual({ ok: true, said: expect.stringContaining('provider-list.ts') as string });
  expect(made.said).toContain("import { createAcmeSocialProvider } from '@postern/provider-acme-social';");
  expect(made.said).toContain('npm install');

  const files = readdirSync(MADE, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['acme-social-provider.ts', 'acme-social-conformance.spec.ts', 'README.md']),
  );
  for (const file of files) {
    expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toMatch(/__[A-Za-z]\w*__/);
    expect(file.name).not.toMatch(/tmpl$/);
  }

  const [types, specs] = await Promise.all([
    run([bin('typescript/bin/tsc'), '-p', join(FOLDER, 'tsconfig.json')]),
    // What needs no upstream; the rest of the suite takes its time.
    run([bin('jest/bin/jest.js'), '-t', 'words of|descriptor|webhooks'], MADE),
  ]);
  expect(types).toEqual({ ok: true, said: '' });
  expect(specs).toEqual({ ok: true, said: expect.stringMatching(/Tests: .*[2-9]\d passed/) as string });
});

it.each([
  ['no name', [], /Usage:/],
  ['two names', ['one', 'two'], /Usage:/],
  ['capitals', ['Acme'], /lower-case letters/],
  ['a path', ['../acme'], /lower-case letters/],
  ['a hyphen at the end', ['acme-'], /lower-case letters/],
  ['a name without end', ['a'.repeat(31)], /at most 30/],
  ['the folder’s name', ['provider-acme'], /Leave "provider-" out: acme/],
  ['a name that is taken', ['kit'], /something else/],
  ['a provider that there is', ['layers'], /packages\/provider-layers already; nothing was changed/],
])('refuses %s', async (_what, words, message) => {
  const before = readdirSync(join(ROOT, 'packages'));
  const refused = await create(...words);
  expect(refused).toEqual({ ok: false, said: expect.stringMatching(message) as string });
  // One clear sentence, and no stack.
  expect(refused.said).not.toMatch(/ at .*\.mjs/);
  expect(readdirSync(join(ROOT, 'packages'))).toEqual(before);
  expect(existsSync(join(ROOT, 'packages/provider-layers/src/index.ts'))).toBe(true);
});
