import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** Beside `src` and `dist` alike. */
const FOLDER = join(__dirname, '..', '..', 'samples');

const TYPES: Readonly<Record<string, string>> = { 'a.jpg': 'image/jpeg', 'a.mp4': 'video/mp4' };

/** Real, small media that any provider may fetch: `/samples/a.jpg`, `/samples/a.mp4`. GET and HEAD. */
export function serveSamples(app: FastifyInstance): void {
  for (const [name, type] of Object.entries(TYPES)) {
    const bytes = readFileSync(join(FOLDER, name));
    app.get(`/samples/${name}`, (_request, reply) => reply.type(type).send(bytes));
  }
}
