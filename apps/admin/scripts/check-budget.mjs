/** Ends with status 1 where the JavaScript that the first page needs has grown past its budget. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 250;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** The entry and all that it imports statically: what is there before anything is shown. */
function filesOf(name, found = new Set()) {
  const { file, imports = [] } = manifest[name];
  if (found.has(file)) return found;
  found.add(file);
  for (const one of imports) filesOf(one, found);
  return found;
}

const sizes = [...filesOf('index.html')].map((file) => ({
  file,
  kB: gzipSync(readFileSync(new URL(file, dist))).length / 1000,
}));
const total = sizes.reduce((sum, { kB }) => sum + kB, 0);
console.log(`Initial JavaScript: ${total.toFixed(1)} kB gzip of ${BUDGET_KB} kB, ${sizes.length} files.`);
if (total > BUDGET_KB) {
  for (const { file, kB } of sizes) console.error(`  ${kB.toFixed(1).padStart(7)} kB  ${file}`);
  console.error('Over budget: load what the first page does not show when it is asked for.');
  process.exitCode = 1;
}
