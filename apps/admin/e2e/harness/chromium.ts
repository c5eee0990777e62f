import { existsSync } from 'node:fs';
import { type BrowserServer, chromium } from 'playwright-core';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One browser for the whole run; every test has contexts of its own in it. */
export async function startChromium(): Promise<BrowserServer> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install it (Debian: apt-get install chromium), ` +
        'or say where it is: CHROMIUM_PATH=/path/to/chromium.',
    );
  }
  // Root may not have Chromium's sandbox; the only pages it opens are ours.
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  return chromium.launchServer({
    executablePath,
    args,
    host: '127.0.0.1',
    headless: process.env.POSTERN_E2E_HEADED === undefined,
  });
}
