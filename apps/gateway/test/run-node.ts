/** Runs a program in a process of its own, with no setting of ours but those given. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const REPOSITORY = join(__dirname, '../../..');

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string;
  /** Looks at what was written so far; true ends the program by SIGINT. */
  enough?: (stdout: string) => boolean;
}

export function runNode(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, words, {
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ran: Ran = { status: null, stdout: '', stderr: '' };
  let ending = false;
  child.stdout.on('data', (text: Buffer) => {
    ran.stdout += text.toString();
    // A second one would end it the hard way.
    if (ending || !options.enough?.(ran.stdout)) return;
    ending = true;
    child.kill('SIGINT');
  });
  child.stderr.on('data', (text: Buffer) => (ran.stderr += text.toString()));
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ ...ran, status }));
  });
}
