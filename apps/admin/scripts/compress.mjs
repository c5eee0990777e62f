/** Writes each file that is worth it beside itself as .br and .gz: the gateway sends them as they are. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = /\.(js|css|html|svg)$/;
/** Less is not worth a second file. */
const WORTH_BYTES = 1024;

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const sums = { plain: 0, br: 0, gz: 0 };
for (const name of readdirSync(dist, { recursive: true })) {
  if (!TEXT.test(name)) continue;
  const plain = readFileSync(join(dist, name));
  if (plain.length < WORTH_BYTES) continue;
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
  const gzip = gzipSync(plain, { level: 9 });
  writeFileSync(join(dist, `${name}.br`), brotli);
  writeFileSync(join(dist, `${name}.gz`), gzip);
  sums.plain += plain.length;
  sums.br += brotli.length;
  sums.gz += gzip.length;
}
const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;
console.log(`Compressed: ${kB(sums.plain)} of text are ${kB(sums.br)} as brotli, ${kB(sums.gz)} as gzip.`);
