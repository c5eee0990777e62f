import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { refuseSlowBodies } from './slow-bodies';

let server: FastifyInstance;
beforeAll(async () => {
  server = fastify({ bodyLimit: 1_024 });
  refuseSlowBodies(server, 100);
  server.addContentTypeParser('multipart/form-data', (_request, payload, done) => {
    payload.resume().on('end', () => done(null, 'read'));
  });
  server.post('/', () => 'taken');
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

/** Sends the beginning of a body, waits for the server to say something or for `rest` to be due, and reads on. */
function send(type: string, restAfterMs: number | null): Promise<string> {
  const { port } = server.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 4\r\n\r\n`;
      socket.write(`${head}"a`);
      if (restAfterMs !== null) setTimeout(() => socket.write('b"'), restAfterMs);
    });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

it('answers for a body that does not come, and closes the connection', async () => {
  const reply = await send('application/json', null);
  expect(reply).toMatch(/^HTTP\/1\.1 408 /);
  expect(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'REQUEST_TIMEOUT' });
});

it('takes one that comes in pieces', async () => {
  expect(await send('application/json', 20)).toMatch(/^HTTP\/1\.1 200 /);
});

it('gives forms, which bring media, the time of the server', async () => {
  expect(await send('multipart/form-data; boundary=x', 300)).toMatch(/^HTTP\/1\.1 200 /);
});
