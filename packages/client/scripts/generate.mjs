/**
 * `npm run generate -w @postern/client`: writes src/generated from the gateway's OpenAPI document.
 * With `--check` it writes nothing, and ends with status 1 where a file would change.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generator/generate.mjs';

const root = new URL('../../../', import.meta.url).pathname;
const target = join(root, 'packages/client/src/generated');

const { values } = parseArgs({ options: { check: { type: 'boolean' }, from: { type: 'string' } } });
const source = values.from ?? join(root, 'apps/gateway/openapi.json');
const files = await generate(JSON.parse(await readFile(source, 'utf8')));

await mkdir(target, { recursive: true });
let stale = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(target, name);
  const present = await readFile(path, 'utf8').catch(() => null);
  if (present === text) continue;
  stale += 1;
  if (values.check) console.error(`${relative(root, path)} is not what the document says.`);
  else await writeFile(path, text);
}
if (values.check && stale > 0) {
  console.error('Run: npm run generate -w @postern/client');
  process.exitCode = 1;
} else {
  console.log(`${Object.keys(files).length} files, ${stale} ${values.check ? 'stale' : 'written'}.`);
}
