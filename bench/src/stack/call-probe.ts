/**
 * Loaded into a worker before its own code (`node --require`): notes when the first request of each post
 * leaves the process, that is when it has its connection and its bytes are handed to the system. The worker
 * itself cannot tell so exactly, and the upstream sees the request only when it gets round to looking.
 *
 * Appends lines `<milliseconds> <text>` to the file named by BENCH_CALLS; texts as `wave.ts` makes them.
 */
import { appendFileSync } from 'node:fs';
import http from 'node:http';
import type { Socket } from 'node:net';

const TEXT = /bench [0-9a-f]{8} \d+/;
const FLUSH_MS = 200;

const file = process.env.BENCH_CALLS;
const seen = new Set<string>();
let lines: string[] = [];

function flush(): void {
  if (lines.length === 0 || file === undefined) return;
  appendFileSync(file, lines.join(''));
  lines = [];
}

function noteStart(request: http.ClientRequest, body: unknown): void {
  const text =
    typeof body === 'string' || Buffer.isBuffer(body) ? TEXT.exec(body.toString())?.[0] : undefined;
  if (text === undefined || seen.has(text)) return;
  seen.add(text);
  const note = () => lines.push(`${Date.now()} ${text}\n`);
  const onSocket = (socket: Socket) => {
    if (socket.connecting) socket.once('connect', note);
    else note();
  };
  if (request.socket === null) request.once('socket', onSocket);
  else onSocket(request.socket);
}

/** A body comes with `end`, or before it with `write`. */
for (const name of ['write', 'end'] as const) {
  const original = Reflect.get(http.ClientRequest.prototype, name) as (...args: unknown[]) => unknown;
  Reflect.set(
    http.ClientRequest.prototype,
    name,
    function (this: http.ClientRequest, ...args: unknown[]): unknown {
      noteStart(this, args[0]);
      return Reflect.apply(original, this, args);
    },
  );
}

setInterval(flush, FLUSH_MS).unref();
process.on('exit', flush);
