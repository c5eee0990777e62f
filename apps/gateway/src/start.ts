/** `npm start`: database, sandbox, API and worker in one terminal, and a demo group published through the API. */
import { join } from 'node:path';
import { launch } from './start/launch';

void launch({
  arguments: process.argv.slice(2),
  env: process.env,
  programs: {
    api: join(__dirname, 'main.js'),
    worker: join(__dirname, 'worker.js'),
    sandbox: join(__dirname, '../../sandbox/dist/main.js'),
  },
}).then((status) => process.exit(status));
