/**
 * A receiver of webhooks as fast as one can be, in a process of its own. It answers first, and then verifies each
 * delivery with the public library. Argument: the file of a `ReceiverPlan`. On SIGTERM it writes its report and ends.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { ALL_DELIVERED, RECEIVER_LISTENS, type ReceiverPlan, type ReceiverReport } from './receiver-plan';

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ReceiverPlan;
const report: ReceiverReport = { deliveries: [], refused: 0 };
const different = new Set<string>();
const verifiers = new Map(Object.entries(plan.secrets).map(([path, secret]) => [path, new Webhook(secret)]));

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const at = Date.now();
    response.writeHead(204).end();
    take(request.url ?? '', request.headers, Buffer.concat(chunks).toString(), at);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(plan.port, '127.0.0.1', () => process.stdout.write(`${RECEIVER_LISTENS}\n`));
process.once('SIGTERM', () => {
  writeFileSync(plan.reportFile, JSON.stringify(report));
  process.exit(0);
});

function take(path: string, headers: IncomingHttpHeaders, body: string, at: number): void {
  let event: { id: string; sequence: number };
  try {
    const verifier = verifiers.get(path);
    if (verifier === undefined) throw new Error(`Nobody has the address ${path}.`);
    event = verifier.verify(body, headers as Record<string, string>) as typeof event;
    if (headers['webhook-id'] !== event.id) throw new Error('The id of the delivery is not the event’s.');
  } catch (error) {
    report.refused += 1;
    if (report.refused <= 5) process.stderr.write(`refused: ${String(error)}\n`);
    return;
  }
  report.deliveries.push({ path, eventId: event.id, sequence: event.sequence, at });
  different.add(`${path} ${event.id}`);
  if (different.size === plan.expected) process.stdout.write(`${ALL_DELIVERED}\n`);
}
