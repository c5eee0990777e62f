/**
 * The least that can be done: one process, one LISTEN, and each notification written to the clients of its
 * workspace. No keys, no log to come back to, no filters. Arguments: the database's address, the port.
 */
import { createServer, type ServerResponse } from 'node:http';
import { Client } from 'pg';

async function main(): Promise<void> {
  const [url, port] = process.argv.slice(2);
  const rooms = new Map<string, Set<ServerResponse>>();
  const database = new Client({ connectionString: url });
  await database.connect();
  database.on('notification', ({ payload = '' }) => {
    const { workspaceId, event } = JSON.parse(payload) as { workspaceId: string; event: { id: string } };
    const frame = `id: ${event.id}\nevent: post.published\ndata: ${JSON.stringify(event)}\n\n`;
    for (const client of rooms.get(workspaceId) ?? []) client.write(frame);
  });
  await database.query('listen bare_events');
  const server = createServer((request, response) => {
    const workspaceId = request.url?.slice(1) ?? '';
    const room = rooms.get(workspaceId) ?? new Set();
    rooms.set(workspaceId, room.add(response));
    response.once('close', () => room.delete(response));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 2000\n\n');
  });
  server.listen(Number(port), '127.0.0.1', () => process.stdout.write('The bare server listens.\n'));
  process.once('SIGTERM', () => process.exit(0));
}

void main();
