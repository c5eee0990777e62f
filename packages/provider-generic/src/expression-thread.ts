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

type Answer = { ok: true; json: string | null } | { ok: false; message: string };

interface Task {
  source: string;
  input: string;
  settle: (answer: Answer) => void;
}

export class ExpressionThread {
  private worker: Worker | null = null;
  private readonly waiting: Task[] = [];
  private running: Task | null = null;
  /** Whether the thread has begun to work: before, its start would count as the expression's time. */
  private online = false;
  private timer: NodeJS.Timeout | null = null;
  /** Source → until when it is refused, by `performance.now()`. */
  private readonly punished = new Map<string, number>();

  /** Rejects with an `Error` whose message is for a person. `undefined`: the expression found nothing. */
  async evaluate(source: string, input: JsonObject): Promise<Json | undefined> {
    const until = this.punished.get(source);
    if (until !== undefined && until > performance.now()) throw new Error(TOO_LONG);
    this.punished.delete(source);
    const answer = await new Promise<Answer>((settle) => {
      this.waiting.push({ source, input: JSON.stringify(input), settle });
      this.next();
    });
    if (!answer.ok) throw new Error(answer.message);
    return answer.json === null ? undefined : (JSON.parse(answer.json) as Json);
  }

  private next(): void {
    if (this.running) return;
    const task = this.waiting.shift();
    if (!task) return this.rest();
    this.running = task;
    const worker = (this.worker ??= this.start());
    worker.ref();
    worker.postMessage({ source: task.source, input: task.input });
    if (this.online) this.watch(worker);
  }

  private rest(): void {
    const { worker } = this;
    if (!worker) return;
    worker.unref();
    this.setTimer(IDLE_MS, () => this.end(worker));
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
      if (worker === this.worker) this.settle(answer);
    });
    // Out of memory comes as an error; the exit follows.
    worker.on('error', () => this.replace(worker));
    worker.on('exit', () => this.replace(worker));
    return worker;
  }

  private watch(worker: Worker): void {
    if (!this.running) return;
    this.setTimer(EXPRESSION_LIMITS.timeout * 2, () => {
      this.end(worker);
      this.blame();
    });
  }

  private settle(answer: Answer): void {
    const task = this.running;
    this.running = null;
    task?.settle(answer);
    this.next();
  }

  /** The thread ended by itself: what it was at is to blame, what waits gets a new one. */
  private replace(worker: Worker): void {
    if (worker !== this.worker) return;
    this.end(worker);
    if (this.running) this.blame();
  }

  private blame(): void {
    const now = performance.now();
    for (const [each, until] of this.punished) if (until <= now) this.punished.delete(each);
    if (this.running) this.punished.set(this.running.source, now + PUNISHED_MS);
    this.settle({ ok: false, message: TOO_LONG });
  }

  private end(worker: Worker): void {
    if (worker !== this.worker) return;
    this.worker = null;
    this.online = false;
    if (this.timer) clearTimeout(this.timer);
    void worker.terminate();
  }

  /** One at a time: the deadline of what runs, or the end of a thread that nobody needs. */
  private setTimer(ms: number, then: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(then, ms).unref();
  }
}
