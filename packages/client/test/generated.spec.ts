import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `apps/gateway/openapi.json` itself is compared with the DTOs by the gateway's tests. */
it('is what the committed document says', async () => {
  const script = join(__dirname, '../scripts/generate.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--check']);
  expect(stdout).toMatch(/^\d+ files, 0 stale\.$/m);
}, 60_000);
