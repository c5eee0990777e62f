#!/usr/bin/env node
import { run } from './program';
import { realTerminal } from './terminal';

void run(process.argv.slice(2), realTerminal()).then((status) => {
  process.exitCode = status;
});
