/** Large files through a gateway of its own process: they pass through it, they never lie in it. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { JPEG } from './media-harness';
import { ProcessGateway } from './process-gateway';

jest.setTimeout(120_000);

const MIB = 1024 ** 2;
const SIZE_MIB = 60;
/** What a file of `SIZE_MIB` may add to the process, whose garbage is collected when Node likes. */
const GROWTH_MIB = 40;
const CHUNK = randomBytes(MIB);

let gateway: ProcessGateway;
let origin: Server;
beforeAll(async () => {
  origin = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': JPEG.length + SIZE_MIB * MIB });
    Readable.from(file(SIZE_MIB, 10)).pipe(response);
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  const port = (origin.address() as AddressInfo).port;
  gateway = await ProcessGateway.open([`127.0.0.1:${port}`]);
  await gateway.processes.api.start();
}, 120_000);
afterAll(async () => {
  await gateway.close();
  origin.closeAllConnections();
  origin.close();
});

/** A JPEG and as many MiB behind it, made as they are wanted; `everyMs` slows it down. */
async function* file(mib: number, everyMs = 0): AsyncGenerator<Buffer> {
  yield JPEG;
  for (let index = 0; index < mib; index += 1) {
    if (everyMs > 0) await pause(everyMs);
    yield CHUNK;
  }
}

async function* form(mib: number): AsyncGenerator<Buffer> {
  yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n');
  yield* file(mib);
  yield Buffer.from('\r\n--b--\r\n');
}

const post = async (contentType: string, body: AsyncGenerator<Buffer> | string) => {
  const response = await fetch(`${gateway.processes.apiUrl}/v1/media`, {
    method: 'POST',
    headers: { ...gateway.authorization, 'content-type': contentType },
    body: typeof body === 'string' ? body : Readable.toWeb(Readable.from(body)),
    duplex: 'half',
  });
  return { status: response.status, body: (await response.json()) as { sha256: string; sizeBytes: number } };
};
const uploaded = (mib: number) => post('multipart/form-data; boundary=b', form(mib));
const fetched = () =>
  post(
    'application/json',
    JSON.stringify({ url: `http://127.0.0.1:${(origin.address() as AddressInfo).port}/a` }),
  );

async function sha256Of(mib: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file(mib)) hash.update(chunk);
  return hash.digest('hex');
}

/** MiB in memory of the API's process. */
function residentMib(): number {
  const status = readFileSync(`/proc/${gateway.processes.api.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function growthDuring<T>(work: () => Promise<T>): Promise<{ result: T; grownMib: number }> {
  const before = residentMib();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, residentMib())), 20);
  try {
    return { result: await work(), grownMib: Math.max(most, residentMib()) - before };
  } finally {
    clearInterval(watch);
  }
}

it.each([
  ['that is sent', () => uploaded(SIZE_MIB)],
  ['from a slow address', fetched],
])('passes a file of 60 MiB %s', async (_how, take) => {
  // Code is loaded and compiled, buffers are made.
  for (let round = 0; round < 3; round += 1) expect((await uploaded(8)).status).toBe(201);
  const { result, grownMib } = await growthDuring(take);
  expect(result).toMatchObject({
    status: 201,
    body: { sizeBytes: JPEG.length + SIZE_MIB * MIB, sha256: await sha256Of(SIZE_MIB) },
  });
  expect(grownMib).toBeLessThan(GROWTH_MIB);
});
