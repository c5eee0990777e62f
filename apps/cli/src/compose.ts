import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CreatePostGroup, Postern } from '@postern/client';
import { instantOf } from './at';
import { UsageError } from './exit-status';
import { findAccounts } from './find-account';
import type { Terminal } from './terminal';

/** Flags that publish and validate share. */
export interface ComposeOptions {
  to: string[];
  file?: string;
  media: string[];
  alt: string[];
  at?: string;
  reference?: string;
}

/** @throws UsageError before anything is uploaded */
export async function compose(
  postern: Postern,
  terminal: Terminal,
  text: string | undefined,
  options: ComposeOptions,
): Promise<CreatePostGroup> {
  if (options.to.length === 0)
    throw new UsageError('To which accounts? Name them with --to; see: postern accounts');
  if (options.alt.length > options.media.length) throw new UsageError('There are more --alt than --media.');
  const scheduledAt = options.at === undefined ? null : instantOf(options.at);
  const words = await textOf(terminal, text, options.file, options.media.length > 0);
  const accountIds = await findAccounts(postern, options.to);
  const media = [];
  for (const [index, source] of options.media.entries()) {
    media.push({ ...(await mediumOf(postern, source, terminal)), altText: options.alt[index] ?? null });
  }
  return {
    content: { text: words, media },
    targets: accountIds.map((accountId) => ({ accountId })),
    scheduledAt,
    clientReference: options.reference ?? null,
  };
}

async function textOf(
  terminal: Terminal,
  text: string | undefined,
  file: string | undefined,
  mayBeEmpty: boolean,
): Promise<string> {
  if (text !== undefined && file !== undefined)
    throw new UsageError('Give the text once: as argument or by --file.');
  if (text !== undefined && text !== '-') return text;
  if (file !== undefined && file !== '-') return (await readText(file)).trimEnd();
  const input = await terminal.readInput();
  if (input === null && !mayBeEmpty) {
    throw new UsageError('No text: give it as argument, with --file, or on standard input.');
  }
  return (input ?? '').trimEnd();
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--file: ${(error as Error).message}`);
  }
}

/** What is stored already, what the gateway shall fetch, or a file to upload. */
async function mediumOf(
  postern: Postern,
  source: string,
  terminal: Terminal,
): Promise<{ mediaId: string } | { url: string }> {
  if (source.startsWith('med_')) return { mediaId: source };
  if (/^https?:\/\//i.test(source)) return { url: source };
  const file = await openAsBlob(source).catch((error: Error) => {
    throw new UsageError(`--media ${source}: ${error.message}`);
  });
  const stored = await postern.media.upload(file, { filename: basename(source), signal: terminal.signal });
  return { mediaId: stored.id };
}
