import { mkdirSync } from 'node:fs';
import { startChromium } from './chromium';
import { announce, ARTIFACTS } from './place';
import { type Product, startProduct } from './product';
import { endAll, started } from './run';

export default async function setUp(): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void endAll().finally(() => process.exit(1)));
  try {
    const browser = await startChromium();
    started.push(() => browser.close());
    const product = running() ?? (await startProduct());
    started.push(product.stop);
    const { url, sandboxUrl, key } = product;
    announce({ url, sandboxUrl, key, browser: browser.wsEndpoint() });
  } catch (error) {
    await endAll();
    throw error;
  }
}

/** One that is up already: quick while specs are written. */
function running(): Product | null {
  const { POSTERN_E2E_URL: url, POSTERN_E2E_KEY: key, POSTERN_E2E_SANDBOX_URL: sandboxUrl } = process.env;
  if (!url) return null;
  if (!key || !sandboxUrl)
    throw new Error('POSTERN_E2E_URL needs POSTERN_E2E_KEY (the bootstrap key) and POSTERN_E2E_SANDBOX_URL.');
  return { url: url.replace(/\/$/, ''), sandboxUrl, key, stop: () => Promise.resolve() };
}
