import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Browsers and HTTP clients open connections in advance. Node counts one that has not said anything yet among
 * those that send a request, and would keep the process for a minute when it stops.
 */
export function dropSilentConnections(fastify: FastifyInstance): void {
  const silent = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  fastify.server.on('request', ({ socket }) => silent.delete(socket));
  fastify.addHook('preClose', (done) => {
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy();
    done();
  });
}
