import dgram from 'node:dgram';
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { createEndpointGuard } from './webhook-address-guard';

type Answer = (question: Buffer) => Buffer | null;

const servers: dgram.Socket[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** A name server on real UDP. @returns its address */
async function nameServer(answer: Answer): Promise<string> {
  const server = dgram.createSocket('udp4', (question, { port, address }) => {
    const reply = answer(question);
    if (reply) server.send(reply, port, address);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  return `127.0.0.1:${server.address().port}`;
}

/** The question with one address for it where it asks for IPv4, else none. */
function answerOf(question: Buffer, address: number[]): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isIPv4 = question.readUInt16BE(end - 4) === 1;
  const asked = Buffer.from(question.subarray(0, end));
  asked.writeUInt16BE(0x8180, 2);
  for (const [at, count] of [
    [4, 1],
    [6, isIPv4 ? 1 : 0],
    [8, 0],
    [10, 0],
  ] as const)
    asked.writeUInt16BE(count, at);
  return isIPv4
    ? Buffer.concat([asked, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address])])
    : asked;
}

const lookUp = (lookup: LookupFunction, name: string): Promise<unknown> =>
  new Promise((resolve) => {
    lookup(name, { all: true }, (error, found) => resolve(error ? error.code : found));
  });

it('names whose server never answers hold up no other', async () => {
  const silent = await nameServer(() => null);
  const guard = createEndpointGuard({ allowHosts: [], servers: [silent], timeoutMs: 300 });
  let ended = 0;
  const hanging = Array.from({ length: 40 }, (_, n) =>
    lookUp(guard.lookup, `hanging-${n}.example`).finally(() => (ended += 1)),
  );
  await dns.promises.lookup('localhost');
  expect(ended).toBe(0);
  expect(new Set(await Promise.all(hanging))).toEqual(new Set(['EAI_AGAIN']));
});

it('what is answered is judged', async () => {
  const from = async (address: number[]) => {
    const servers = [await nameServer((question) => answerOf(question, address))];
    return lookUp(createEndpointGuard({ allowHosts: [], servers }).lookup, 'hooks.example');
  };
  expect(await from([93, 184, 216, 34])).toEqual([{ address: '93.184.216.34', family: 4 }]);
  expect(await from([169, 254, 169, 254])).toBe('EBLOCKED');
});

it('what the operator allows is looked up by the system', async () => {
  const silent = await nameServer(() => null);
  const guard = createEndpointGuard({ allowHosts: ['localhost:8080'], servers: [silent] });
  expect(await lookUp(guard.lookupFor(8080), 'localhost')).toContainEqual({
    address: '127.0.0.1',
    family: 4,
  });
  // The name alone is not the host that is allowed.
  expect(await lookUp(guard.lookupFor(80), 'localhost')).toBe('EBLOCKED');
});
