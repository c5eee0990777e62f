import { type Command, InvalidArgumentError } from 'commander';
import { collect } from './command';

/** The flags by which a post is written. */
export const composing = (command: Command): Command =>
  command
    .option('--to <account>', 'an account: its id, platform:handle, handle or platform (repeat)', collect, [])
    .option('--file <path>', 'read the text from a file; "-": standard input')
    .option('--media <file>', 'a file to upload, an address, or the id of stored media (repeat)', collect, [])
    .option('--alt <text>', 'what the picture shows, in the order of --media (repeat)', collect, [])
    .option('--at <time>', 'when to send it: RFC 3339 with an offset, or +30m, +2h, +1d')
    .option('--reference <text>', 'your own id for the group');

export function seconds(given: string): number {
  return whole(given, 1, 30 * 86_400);
}

export function count(given: string): number {
  return whole(given, 1, 1_000_000);
}

export function sequence(given: string): number {
  return whole(given, 0, Number.MAX_SAFE_INTEGER);
}

function whole(given: string, least: number, most: number): number {
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < least || value > most) {
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  }
  return value;
}
