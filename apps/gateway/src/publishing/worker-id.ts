import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names this process in attempts and logs. */
export const WORKER_ID = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
