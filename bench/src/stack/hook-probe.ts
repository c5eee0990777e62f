/**
 * Loaded into the API before its own code (`node --require`): notes when hooks of upstreams come in, and when
 * they have been answered. Appends lines `<in> <out> <status> <connection>` to the file named by BENCH_HOOKS.
 */
import { appendFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';

const FLUSH_MS = 200;
const HOOK = /^\/hooks\/([^/?]+)/;

const file = process.env.BENCH_HOOKS;
let lines: string[] = [];

function flush(): void {
  if (lines.length === 0 || file === undefined) return;
  appendFileSync(file, lines.join(''));
  lines = [];
}

function note(request: IncomingMessage, response: ServerResponse): void {
  const connection = HOOK.exec(request.url ?? '')?.[1];
  if (connection === undefined) return;
  const cameAt = Date.now();
  response.once('finish', () => lines.push(`${cameAt} ${Date.now()} ${response.statusCode} ${connection}\n`));
}

const emit = Reflect.get(http.Server.prototype, 'emit') as (...args: unknown[]) => unknown;
Reflect.set(http.Server.prototype, 'emit', function (this: http.Server, ...args: unknown[]): unknown {
  if (args[0] === 'request') note(args[1] as IncomingMessage, args[2] as ServerResponse);
  return Reflect.apply(emit, this, args);
});

setInterval(flush, FLUSH_MS).unref();
process.on('exit', flush);
