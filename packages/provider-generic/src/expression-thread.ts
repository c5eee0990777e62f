/**
 * Runs expressions beside the event loop, so that none of them can stop it, outgrow the process or outlive its
 * time: JSONata itself bounds evaluation steps, but not a built-in function at work, nor the length of a text.
 * One thread for the process, started when it is first needed; it never keeps the process alive.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Json, JsonObject } from '@postern/core';

/** Bounds of one evaluation. */
export const EXPRESSION_LIMITS = {
  /** Milliseconds in the thread; generous, because it only has to end what would never end. */
  timeout: 1_000,
  /** Nested evaluations. */
  stack: 500,
  /** Items of one array. */
  sequence: 10_000,
  /** Characters of the result as JSON. */
  resultLength: 1_000_000,
  /** MiB of the thread's heap. */
  heap: 96,
} as const;

/** For so long an expression that had to be ended is not tried again, milliseconds: others wait behind it. */
const PUNISHED_MS = 60_000;
/** A thread that had nothing to do for so long is ended, milliseconds. */
const IDLE_MS = 10_000;
/** Compiled expressions that are kept. */
const MOST_COMPILED = 2_000;
const TOO_LONG = 'it took too long or too much memory';

type Answer = { ok: true; json: string | null } | { ok: false; message: string; overrun: boolean };

/** It did not end within its bounds: that says nothing about the next time, when the machine may be less busy. */
export class ExpressionOverrun extends Error {
  override readonly name = 'ExpressionOverrun';
}

interface Task {
  source: string;
  input: string;
  settle: (answer: Answer) => void;
}

export class ExpressionThread {
  private worker: Worker | null = null;
  /** Sent to the thread, which works in this order: the first one is what it is at. */
  private readonly sent: Task[] = [];
  /** Whether the thread has begun to work: before, its start would count as the expression's time. */
  private online = false;
  private timer: NodeJS.Timeout | null = null;
  /** Source → until when it is refused, by `performance.now()`. */
  private readonly punished = new Map<string, number>();

  /** Rejects with an `Error` whose message is for a person, or `ExpressionOverrun`. `undefined`: it found nothing. */
  async evaluate(source: string, input: JsonObject): Promise<Json | undefined> {
    const until = this.punished.get(source);
    if (until !== undefined && until > performance.now()) throw new ExpressionOverrun(TOO_LONG);
    this.punished.delete(source);
    const answer = await new Promise<Answer>((settle) =>
      this.send({ source, input: JSON.stringify(input), settle }),
    );
    if (!answer.ok) throw answer.overrun ? new ExpressionOverrun(answer.message) : new Error(answer.message);
    return answer.json === null ? undefined : (JSON.parse(answer.json) as Json);
  }

  /** Without waiting for the answers before it: a crowd costs one turn of the event loop, not one each. */
  private send(task: Task): void {
    const worker = (this.worker ??= this.start());
    worker.ref();
    this.sent.push(task);
    worker.postMessage({ source: task.source, input: task.input });
    if (this.sent.length === 1 && this.online) this.watch(worker);
  }

  private start(): Worker {
    const { timeout, stack, sequence, resultLength, heap } = EXPRESSION_LIMITS;
    const worker = new Worker(join(__dirname, '..', 'worker', 'expression-worker.cjs'), {
      workerData: { guards: { timeout, stack, sequence }, resultLength, mostCompiled: MOST_COMPILED },
      resourceLimits: { maxOldGenerationSizeMb: heap },
      execArgv: [],
      env: {},
    });
    worker.on('online', () => {
      if (worker !== this.worker) return;
      this.online = true;
      this.watch(worker);
    });
    worker.on('message', (answer: Answer) => {
      if (worker !== this.worker) return;
      this.sent.shift()?.settle(answer);
      this.watch(worker);
    });
    // Out of memory comes as an error; the exit follows.
    worker.on('error', () => this.blame(worker));
    worker.on('exit', () => this.blame(worker));
    return worker;
  }

  /** The deadline of what runs, or the end of a thread that nobody needs. */
  private watch(worker: Worker): void {
    const [first] = this.sent;
    if (first) return this.setTimer(EXPRESSION_LIMITS.timeout * 2, () => this.look(worker, first));
    worker.unref();
    this.setTimer(IDLE_MS, () => this.end(worker));
  }

  /** Timers come before what arrived meanwhile, so that a loop that stood still must read before it judges. */
  private look(worker: Worker, first: Task): void {
    setImmediate(() => {
      if (this.sent[0] === first) this.blame(worker);
    });
  }

  /** The thread is gone, or must go: what it was at is to blame, what waits gets a new one. */
  private blame(worker: Worker): void {
    if (worker !== this.worker) return;
    this.end(worker);
    const [first, ...others] = this.sent.splice(0);
    if (first) {
      const now = performance.now();
      for (const [each, until] of this.punished) if (until <= now) this.punished.delete(each);
      this.punished.set(first.source, now + PUNISHED_MS);
      first.settle({ ok: false, message: TOO_LONG, overrun: true });
    }
    for (const task of others) {
      if (task.source === first?.source) task.settle({ ok: false, message: TOO_LONG, overrun: true });
      else this.send(task);
    }
  }

  private end(worker: Worker): void {
    if (worker !== this.worker) return;
    this.worker = null;
    this.online = false;
    if (this.timer) clearTimeout(this.timer);
    void worker.terminate();
  }

  private setTimer(ms: number, then: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(then, ms).unref();
  }
}
