import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drain } from './drain';

it('does not wait for a sender that has gone already', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sender = ask({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 1000 } });
  sender.on('error', () => undefined);
  sender.write('half');
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  request.on('error', () => undefined);
  const closed = new Promise((resolve) => request.once('close', resolve));
  sender.destroy();
  await closed;
  const began = Date.now();
  expect(await drain(request)).toBe(false);
  expect(Date.now() - began).toBeLessThan(1000);
  server.close();
});
