/**
 * Clients of event streams, in a process of their own so that they take nothing from the server's. Argument: the
 * file of a `StreamPlan`. On SIGTERM it writes its `StreamReport` and ends.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { ALL_CONNECTED, ALL_RECEIVED, type StreamPlan, type StreamReport } from './stream-report';

/** Connections that are opened at the same time. */
const WIDTH = 32;

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as StreamPlan;
const report: StreamReport = { received: plan.clients.map(() => []), lags: [], broken: 0 };
let ending = false;

async function main(): Promise<void> {
  process.once('SIGTERM', () => {
    ending = true;
    writeFileSync(plan.reportFile, JSON.stringify(report));
    process.exit(0);
  });
  let next = 0;
  const lane = async () => {
    for (let client = next++; client < plan.clients.length; client = next++) await connect(client);
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  process.stdout.write(`${ALL_CONNECTED}\n`);
}

/** Resolves with the first words of the stream: from then on nothing is missed. */
function connect(client: number): Promise<void> {
  const { url, key } = plan.clients[client] ?? { url: '', key: null };
  return new Promise((resolve, reject) => {
    const headers = key === null ? {} : { authorization: `Bearer ${key}` };
    // Each has a connection of its own, as clients on different machines have.
    get(url, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`A stream was answered with ${response.statusCode}.`));
        return;
      }
      read(client, response, resolve);
    }).once('error', reject);
  });
}

function read(client: number, response: IncomingMessage, began: () => void): void {
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const receivedAt = Date.now();
    began();
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) take(client, block, receivedAt);
  });
  response.once('close', () => {
    if (!ending) report.broken += 1;
  });
}

function take(client: number, block: string, receivedAt: number): void {
  const data = block.split('\n').find((line) => line.startsWith('data: '));
  if (data === undefined) return;
  const event = JSON.parse(data.slice('data: '.length)) as { id: string; timestamp: string };
  report.received[client]?.push(event.id);
  report.lags.push(receivedAt - Date.parse(event.timestamp));
  if (report.lags.length === plan.expected) process.stdout.write(`${ALL_RECEIVED}\n`);
}

void main();
