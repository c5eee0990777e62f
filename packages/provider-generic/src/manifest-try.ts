/**
 * A dry run: the engine itself works on a port that sends nothing, so that what is shown is what would be sent, and
 * a pasted reply is read as a real one would be.
 */
import type { ProviderContext, SubmitContext } from '@postern/core';
import { createEngine } from './engine';
import { ExpressionError } from './expression';
import type { Manifest } from './manifest-schema';
import type { ManifestTrial, ManifestTrialInput, TrialReading } from './manifest-tools';
import { RequestProblem } from './request-builder';
import { readTrial, type Trial } from './trial-reading';
import { TrialPort } from './trial-port';
import { secretMask, trialCredentials, trialMedia } from './trial-samples';

/** Milliseconds; each of a trial's expressions is bounded by itself. */
const TIME_LIMIT = 10_000;

/** The manifest must come from `parseManifest`. Never rejects, and never sends anything. */
export async function tryManifest(manifest: Manifest, input: ManifestTrialInput): Promise<ManifestTrial> {
  const mask = secretMask(manifest, input.credentials);
  const port = new TrialPort(input.replies ?? (input.reply ? [input.reply] : []), mask);
  const problems: string[] = [];
  const trial = { engine: createEngine(manifest), ctx: contextOf(manifest, input, port, problems), input };
  const reading = await inTime(trial, problems);
  port.close();
  if (port.isUnanswered && port.requests.length > 0 && input.replies !== undefined) {
    problems.push('There are more requests than replies; what follows the last one depends on its reply.');
  }
  const isRead = reading !== null && (!port.isUnanswered || input.operation === 'webhook');
  if (reading !== null && port.requests.length === 0) problems.push(...refusalOf(reading));
  return {
    requests: port.requests,
    reading: isRead && hasReply(input) ? masked(reading, mask) : null,
    problems: [...new Set(problems.map(mask))],
  };
}

async function inTime(trial: Trial, problems: string[]): Promise<TrialReading | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      problems.push('The trial took too long and was ended.');
      resolve(null);
    }, TIME_LIMIT);
  });
  try {
    return await Promise.race([readTrial(trial, problems), late]);
  } catch (error) {
    problems.push(sentenceOf(error));
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever goes wrong in a trial is its answer: the manifest is somebody's work in progress. */
function sentenceOf(error: unknown): string {
  if (error instanceof RequestProblem || error instanceof ExpressionError) return error.message;
  return `The trial failed: ${error instanceof Error ? error.message : String(error)}`;
}

function contextOf(
  manifest: Manifest,
  input: ManifestTrialInput,
  http: TrialPort,
  problems: string[],
): SubmitContext {
  const unheard = () => undefined;
  const logger: ProviderContext['logger'] = {
    debug: unheard,
    info: unheard,
    warn: (message, details) => {
      const said = Object.entries(details ?? {}).filter(([name]) => name === 'word' || name === 'problem');
      problems.push([message, ...said.map(([name, value]) => `(${name}: ${String(value)})`)].join(' '));
    },
  };
  return {
    credentials: trialCredentials(manifest, input.credentials),
    http,
    now: Date.now,
    logger,
    media: {
      open: (item) => Promise.resolve(trialMedia(item)),
      publicUrl: (item) => Promise.resolve(item.url ?? `https://media.example/${item.mediaId}`),
    },
    checkpoint: () => Promise.resolve(),
    cancelRequested: () => Promise.resolve(false),
  };
}

function hasReply({ reply, replies }: ManifestTrialInput): boolean {
  return reply !== undefined || (replies?.length ?? 0) > 0;
}

/** Nothing was asked at all: the reading says why. */
function refusalOf(reading: TrialReading): string[] {
  return 'error' in reading && reading.error !== null ? [reading.error.message] : [];
}

function masked(reading: TrialReading, mask: (text: string) => string): TrialReading {
  return JSON.parse(mask(JSON.stringify(reading))) as TrialReading;
}
