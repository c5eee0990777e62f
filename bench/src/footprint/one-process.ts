/**
 * API and worker in one process, which Postern does not offer: to know what two processes cost more. Argument: the
 * folder of the gateway's build.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.argv[2] ?? '';
const load = createRequire(join(folder, 'main.js'));
load('./main.js');
load('./worker.js');
