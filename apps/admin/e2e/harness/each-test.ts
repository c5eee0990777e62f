import { join } from 'node:path';
import { closePages, leaveBrowser, openPages } from './browser';
import { ARTIFACTS } from './place';

declare global {
  var e2eTestFailed: boolean | undefined;
}

afterEach(async () => {
  if (globalThis.e2eTestFailed) await keepEvidence();
  const complaints = await closePages();
  if (complaints.length > 0) throw new Error(`What the pages complained about:\n${complaints.join('\n')}`);
});

afterAll(leaveBrowser);

/** What the pages of a failed test show, and said. */
async function keepEvidence(): Promise<void> {
  const test = (expect.getState().currentTestName ?? 'test').replace(/[^a-z0-9]+/gi, '-').slice(0, 120);
  let number = 0;
  for (const [page, watched] of openPages()) {
    number += 1;
    const path = join(ARTIFACTS, `failed-${test}-${number}.png`);
    const taken = await page.screenshot({ path, fullPage: true, timeout: 5_000 }).then(
      () => path,
      (error: unknown) => `no picture: ${String(error)}`,
    );
    const console = watched.said().slice(-20).join('\n  ');
    process.stderr.write(`\n${page.url()}: ${taken}\n  ${console}\n`);
  }
}
