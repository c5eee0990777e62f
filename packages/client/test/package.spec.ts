/** The package as it is published, imported by real processes and checked by a consumer's compiler. Needs a build. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as ts from 'typescript';

const run = promisify(execFile);
const ROOT = join(__dirname, '..');
const EXPORTS = 'ApiError AuthenticationError ConflictError FINAL_GROUP_STATUSES NetworkError NotFoundError';

let folder: string;
beforeAll(async () => {
  if (!existsSync(join(ROOT, 'dist/esm/index.js')))
    throw new Error('Run first: npm run build -w @postern/client');
  folder = mkdtempSync(join(tmpdir(), 'postern-client-'));
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  const [tarball = ''] = readdirSync(folder);
  await run('tar', ['-xzf', tarball], { cwd: folder });
  const home = join(folder, 'node_modules/@postern');
  mkdirSync(home, { recursive: true });
  cpSync(join(folder, 'package'), join(home, 'client'), { recursive: true });
  const parser = dirname(dirname(require.resolve('eventsource-parser')));
  cpSync(parser, join(folder, 'node_modules/eventsource-parser'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesOf = (at: string) =>
  (readdirSync(at, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(at, name));

const USE = `
  const postern = new Postern({ baseUrl: 'http://127.0.0.1:1', apiKey: 'pk_x', maxRetries: 0 });
  const error = await postern.posts.get('post_1').catch((caught) => caught);
  const body = JSON.stringify(testEvent('test.ping'));
  const event = await webhooks.verify(body, await sign(body, 'whsec_AAAA'), 'whsec_AAAA');
  console.log(names.sort().slice(0, 6).join(' '), error instanceof NetworkError, event.type);`;

it.each([
  [
    'import',
    'esm.mjs',
    `import * as all from '@postern/client';
     import { Postern, NetworkError, webhooks } from '@postern/client';
     import { sign, testEvent } from '@postern/client/testing';
     const names = Object.keys(all);
     ${USE}`,
  ],
  [
    'require',
    'common.cjs',
    `const all = require('@postern/client');
     const { Postern, NetworkError, webhooks } = all;
     const { sign, testEvent } = require('@postern/client/testing');
     const names = Object.keys(all);
     (async () => {${USE}})();`,
  ],
])('runs in Node by %s', async (_, name, text) => {
  writeFileSync(join(folder, name), text);
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: folder });
  expect({ stdout, stderr }).toEqual({ stdout: `${EXPORTS} true test.ping\n`, stderr: '' });
});

const CONSUMER = `
import { type PostGroup, Postern, ValidationError, webhooks } from '@postern/client';
import { sign, testEvent } from '@postern/client/testing';

export async function use(postern: Postern, accountId: string): Promise<PostGroup['status']> {
  const group = await postern.postGroups.create({ content: { text: 'Hi' }, targets: [{ accountId }] });
  for await (const post of postern.posts.list({ status: ['failed'] })) post.error?.remedy.trim();
  for await (const page of postern.accounts.list().pages()) page.nextCursor?.trim();
  // @ts-expect-error such a status does not exist
  postern.posts.list({ status: ['gone'] });
  // @ts-expect-error a group has targets
  void postern.postGroups.create({ content: { text: 'Hi' } });
  const headers = await sign('{}', 'whsec_AAAA');
  const event = await webhooks.verify('{}', headers, ['whsec_AAAA']);
  if (event.type === 'post.published') testEvent('post.failed');
  return (await postern.waitUntilFinal(group.id, { onChange: ({ version }) => version.toFixed() })).status;
}
export const isOurs = (error: unknown) => error instanceof ValidationError && error.issues[0]?.rule;
`;

const NODE = {
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  typeRoots: [join(ROOT, '../../node_modules/@types')],
};
const BROWSER = { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], types: [] };

it.each<[string, string, ts.CompilerOptions]>([
  ['a CommonJS consumer under node16', 'a.cts', { module: ts.ModuleKind.Node16, ...NODE }],
  ['an ESM consumer under node16', 'b.mts', { module: ts.ModuleKind.Node16, ...NODE }],
  [
    'a browser’s bundler',
    'c.ts',
    { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, ...BROWSER },
  ],
])('type-checks for %s', (_, name, options) => {
  const file = join(folder, name);
  writeFileSync(file, CONSUMER);
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2023,
    strict: true,
    noEmit: true,
    // So that the types themselves are checked as well.
    skipLibCheck: name !== 'c.ts',
    ...options,
  });
  const told = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(told).toEqual([]);
});

it('needs nothing of Node', () => {
  const dist = join(folder, 'package/dist');
  const imported = filesOf(dist).flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
    return importedFiles.map(({ fileName }) => [relative(dist, file), fileName] as const);
  });
  expect(new Set(imported.map(([, name]) => name).filter((name) => !name.startsWith('.')))).toEqual(
    new Set(['eventsource-parser']),
  );
  const globals = filesOf(dist).filter((file) =>
    /\b(process|Buffer|__dirname|setImmediate)\b[.(]/.test(readFileSync(file, 'utf8')),
  );
  expect(globals).toEqual([]);
});

it('may be taken apart: no module does anything by being imported', () => {
  const packages = ['', 'dist/esm', 'dist/cjs'].map((at) => join(folder, 'package', at, 'package.json'));
  for (const file of packages)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ sideEffects: false });
  for (const file of filesOf(join(folder, 'package/dist/esm'))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
    const doing = source.statements.filter((statement) => ts.isExpressionStatement(statement));
    expect([relative(folder, file), doing.map((statement) => statement.getText(source))]).toEqual([
      relative(folder, file),
      [],
    ]);
  }
});
