/**
 * `npm run create-provider -- <name>`: a provider package in the house's layout, which type-checks and passes the
 * conformance suite as it is, against a small example API that its author then replaces.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const TEMPLATES = join(ROOT, 'scripts/create-provider');
const USAGE =
  'Usage: npm run create-provider -- <name>, for instance: npm run create-provider -- acme-social';
const NAME = /^[a-z]+(-[a-z]+)*$/;
const LONGEST = 30;

/** Names that a package, an import or a reader would take for something else. */
const TAKEN = new Set(['kit', 'generic', 'core', 'client', 'test', 'example']);

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    // Beside `packages/provider-<name>`, for tests of this script.
    options: { folder: { type: 'string' } },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new Refusal(USAGE);
  const folder = join(ROOT, values.folder ?? `packages/provider-${name}`);
  refuseBadName(name, folder);
  const files = templatesBelow(TEMPLATES).map((path) => fileOf(path, name));
  for (const { path, text } of files) await writeFormatted(join(folder, path), text);
  console.log(nextSteps(name, relative(ROOT, folder), files.length));
}

class Refusal extends Error {}

function refuseBadName(name, folder) {
  if (!NAME.test(name) || name.length > LONGEST) {
    throw new Refusal(
      `"${name}" is no name for a provider: lower-case letters, in words joined by hyphens, at most ${LONGEST} ` +
        'characters (acme-social).',
    );
  }
  if (name.startsWith('provider-')) throw new Refusal(`Leave "provider-" out: ${name.slice(9)}.`);
  if (TAKEN.has(name)) throw new Refusal(`"${name}" would be taken for something else: choose another name.`);
  if (existsSync(folder))
    throw new Refusal(`There is ${relative(ROOT, folder)} already; nothing was changed.`);
}

function templatesBelow(folder) {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    return statSync(path).isDirectory() ? templatesBelow(path) : [path];
  });
}

function fileOf(template, name) {
  const path = relative(TEMPLATES, template).replace(/\.tmpl$/, '');
  return { path: fill(path, name), text: fill(readFileSync(template, 'utf8'), name) };
}

/** `acme-social` is AcmeSocial in types, acmeSocial in values, ACME_SOCIAL in constants, Acme Social in prose. */
function fill(text, name) {
  const words = name.split('-').map((word) => word[0].toUpperCase() + word.slice(1));
  const pascal = words.join('');
  const forms = {
    __name_id__: pascal[0].toLowerCase() + pascal.slice(1),
    __NAME__: name.toUpperCase().replaceAll('-', '_'),
    __Name__: pascal,
    __Title__: words.join(' '),
    __name__: name,
    __zod__: zodVersion(),
  };
  return Object.entries(forms).reduce((filled, [mark, form]) => filled.replaceAll(mark, form), text);
}

/** That of the other providers, so that there is one in the tree. */
function zodVersion() {
  const manifest = readFileSync(join(ROOT, 'packages/provider-kit/package.json'), 'utf8');
  return JSON.parse(manifest).dependencies.zod;
}

/** A longer name breaks other lines. */
async function writeFormatted(path, text) {
  const options = await prettier.resolveConfig(join(ROOT, 'package.json'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await prettier.format(text, { ...options, filepath: path }));
}

function nextSteps(name, folder, count) {
  const create = fill('create__Name__Provider', name);
  return `${folder} is there (${count} files). It speaks the small API that its README describes.

1. npm install
2. npm test -w ${folder}   # its own specs and the conformance suite: green as it is
3. Replace the API by the real one: first test/${name}-upstream.ts and the README, then src/, spec by spec.
4. Let the gateway know it, when it is ready:
   - apps/gateway/package.json, dependencies:   "@postern/provider-${name}": "0.1.0"
   - apps/gateway/src/providers/provider-list.ts:
       import { ${create} } from '@postern/provider-${name}';
       ${create}(),
5. npm install && npm test

The contract is packages/core/src/provider.ts; what the suite asks for is packages/provider-kit/README.md.`;
}

main().catch((error) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
