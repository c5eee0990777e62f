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
  let whole = text;
  // From the end, so that the positions before stay right.
  for (const literal of relativeImports(
    ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true),
  ).toReversed()) {
    const end = literal.getEnd() - 1;
    whole = `${whole.slice(0, end)}.js${whole.slice(end)}`;
  }
  await writeFile(path, whole);
}

/** The quoted names of neighbours, in `import`, `export … from` and `import('…')` of types. */
function relativeImports(node) {
  const own = ts.isImportTypeNode(node) ? node.argument.literal : node.moduleSpecifier;
  const below = [];
  ts.forEachChild(node, (child) => void below.push(...relativeImports(child)));
  return own?.text.startsWith('.') ? [own, ...below] : below;
}
