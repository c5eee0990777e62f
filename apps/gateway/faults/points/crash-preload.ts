/**
 * Loaded before a worker or an API process (`node -r`): makes it kill itself with SIGKILL at a named point of a submission. The
 * shipped code knows nothing of it: what it does is wrapped from outside, method by method, and a method that
 * is no longer there ends the process at once.
 *
 * CRASH_DIR is a folder shared with the suite. Nothing happens before it holds `armed`. Every point passed is
 * then written to `trace`; the one named in CRASH_AT is written to `died`, and is the last thing that happens.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What a step belongs to; without it `apply` would be passed by the sweeper as well. */
type Stage = 'submit' | 'record' | 'read';
type Method = (this: unknown, ...args: unknown[]) => unknown;
type Ask = (...args: unknown[]) => Promise<unknown>;

interface Wrapping {
  /** Name of the point; `null` where it is none in this stage. */
  name: (stage: Stage | undefined) => string | null;
  /** What happens inside belongs to this. */
  opens?: Stage;
  /** Whether the step came to something, judged by what it answered. */
  counts?: (answer: unknown) => boolean;
  /** Replaces what is answered. */
  answer?: (answer: unknown) => unknown;
}

const DIST = join(__dirname, '..', '..', 'dist');
const load = createRequire(__filename);
/** A request that hangs is interrupted this long after it left: it has arrived by then. */
const IN_FLIGHT_MS = 500;

const folder = process.env.CRASH_DIR ?? '';
const target = process.env.CRASH_AT ?? '';
const stages = new AsyncLocalStorage<Stage>();
const passed = new Map<string, number>();
let armed = false;

function point(name: string, label = ''): void {
  armed ||= existsSync(join(folder, 'armed'));
  if (!armed) return;
  const count = (passed.get(name) ?? 0) + 1;
  passed.set(name, count);
  const point = count === 1 ? name : `${name} ${count}`;
  appendFileSync(join(folder, 'trace'), `${JSON.stringify({ point, label })}\n`);
  if (point !== target) return;
  appendFileSync(join(folder, 'died'), point);
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; not one more step is taken.
  for (;;);
}

function wrap(module: string, className: string, method: string, wrapping: Wrapping): void {
  const exports = load(join(DIST, module)) as Record<string, { prototype: Record<string, unknown> }>;
  const prototype = exports[className]?.prototype;
  const original = prototype?.[method];
  if (prototype === undefined || typeof original !== 'function') {
    throw new Error(
      `There is no ${className}.${method} in ${module} any more: its crash points need a new name.`,
    );
  }
  prototype[method] = wrapped(original as Method, wrapping);
}

function wrapped(original: Method, { name, opens, counts, answer }: Wrapping): Method {
  return async function (this: unknown, ...args: unknown[]) {
    const stage = stages.getStore();
    const own = name(stage);
    if (own !== null) point(`${own}, before`);
    const run = () => Promise.resolve(original.apply(this, args));
    const said = opens === undefined ? await run() : await stages.run(opens, run);
    if (own !== null && (counts?.(said) ?? true)) point(`${own}, after`);
    return answer === undefined ? said : answer(said);
  };
}

const always = (name: string) => () => name;
const within = (stage: Stage, name: string) => (now: Stage | undefined) => (now === stage ? name : null);

wrap('post-groups/post-groups.repository.js', 'PostGroupsRepository', 'insert', { name: always('accept') });
wrap('publishing/dispatcher.js', 'Dispatcher', 'hint', { name: always('hint taken') });
wrap('publishing/claim.repository.js', 'ClaimRepository', 'claim', {
  name: always('claim'),
  counts: (claimed) => Array.isArray(claimed) && claimed.length > 0,
});
wrap('connections/connection-contexts.js', 'ConnectionContexts', 'open', {
  name: (stage) => (stage === 'read' ? null : 'open connection'),
  answer: withWatchedProvider,
});
wrap('publishing/submission.repository.js', 'SubmissionRepository', 'checkpoint', {
  name: always('checkpoint'),
});
wrap('publishing/submission.repository.js', 'SubmissionRepository', 'cancelRequested', {
  name: always('look for a cancel'),
});
wrap('publishing/outcome-recorder.js', 'OutcomeRecorder', 'record', {
  name: always('record'),
  opens: 'record',
});
wrap('publishing/outcome-recorder.js', 'OutcomeRecorder', 'write', { name: () => null, opens: 'record' });
wrap('publishing/submission.repository.js', 'SubmissionRepository', 'finish', {
  name: always('end of lease'),
});
wrap('posts/post-writer.js', 'PostWriter', 'apply', {
  name: (stage) => (stage === undefined || stage === 'submit' ? null : `status written (${stage})`),
});
wrap('traffic/traffic.js', 'Traffic', 'sample', { name: always('sample') });
wrap('reconciliation/connection-reader.js', 'ConnectionReader', 'read', { name: () => null, opens: 'read' });
wrap('reconciliation/read-recorder.js', 'ReadRecorder', 'record', {
  name: within('read', 'record of a read'),
});
wrapCommit();

/** The moment at which everything of a record becomes true. */
function wrapCommit(): void {
  const path = load.resolve('typeorm/driver/postgres/PostgresQueryRunner', { paths: [DIST] });
  const { PostgresQueryRunner } = load(path) as {
    PostgresQueryRunner: { prototype: { commitTransaction: Method } };
  };
  const { prototype } = PostgresQueryRunner;
  prototype.commitTransaction = wrapped(prototype.commitTransaction, { name: within('record', 'commit') });
}

interface Opened {
  provider: Record<string, unknown>;
}

/** Providers are reached through the connection alone, so their calls and requests are watched from there. */
function withWatchedProvider(answer: unknown): unknown {
  const opened = answer as Opened;
  const provider = new Proxy(opened.provider, {
    get(real, name) {
      const member: unknown = Reflect.get(real, name, real);
      if (typeof member !== 'function') return member;
      const call = member.bind(real) as Ask;
      if (name === 'submit') return watched(call, 'submit', 'request');
      if (name === 'read') return watched(call, 'read', 'read request');
      return call;
    },
  });
  return { ...opened, provider };
}

function watched(call: Ask, stage: Stage, requests: string): Ask {
  return async (context, ...rest) => {
    point(`${stage}, before`);
    const ctx = context as { http: { send: Ask } };
    const http = { send: watchedSend(ctx.http.send.bind(ctx.http), requests) };
    const said = await stages.run(stage, () => call({ ...ctx, http }, ...rest));
    point(`${stage}, after`);
    return said;
  };
}

function watchedSend(send: Ask, name: string): Ask {
  let number = 0;
  return async (request) => {
    number += 1;
    const own = `${name} ${number}`;
    const { method, url } = request as { method: string; url: string };
    const label = `${method} ${new URL(url).pathname}`;
    point(`${own}, before`, label);
    const timer = setTimeout(() => point(`${own}, in flight`, label), IN_FLIGHT_MS);
    const outcome = await send(request);
    clearTimeout(timer);
    point(`${own}, after`, label);
    return outcome;
  };
}
