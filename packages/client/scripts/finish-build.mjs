/** Makes the two builds what Node takes them for: each says its module format, and ESM names whole files. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

const dist = new URL('../dist/', import.meta.url).pathname;

for (const [folder, type] of [
  ['cjs', 'commonjs'],
  ['esm', 'module'],
]) {
  // The nearest package.json is the one that bundlers ask.
  await writeFile(
    join(dist, folder, 'package.json'),
    `${JSON.stringify({ type, sideEffects: false }, null, 2)}\n`,
  );
}

const names = await readdir(join(dist, 'esm'), { recursive: true });
for (const name of names.filter((file) => /\.(js|d\.ts)$/.test(file))) {
  const path = join(dist, 'esm', name);
  const text = await readFile(path, 'utf8');
  const imports = ts.preProcessFile(text).importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
  let whole = text;
  // From the end, so that the positions before stay right.
  for (const { pos, fileName } of imports.toReversed()) {
    const quoted = whole.slice(pos, pos + fileName.length + 2);
    if (quoted.slice(1, -1) !== fileName) throw new Error(`${name}: ${quoted} is not where it should be.`);
    whole = `${whole.slice(0, pos + 1)}${fileName}.js${whole.slice(pos + 1 + fileName.length)}`;
  }
  await writeFile(path, whole);
}
