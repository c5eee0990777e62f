/** The agents under the HTTP client, and the watch over each request's socket. */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { AddressGuard } from './address-guard';

/**
 * Idle sockets are dropped before common servers drop them (Node's own closes after 5 s): a request that
 * meets a closing socket ends as "no reply", and a publish would then count as unknown.
 */
const IDLE_MS = 4_000;

export interface Agents {
  http: http.Agent;
  https: https.Agent;
}

/** Keep-alive agents whose every new connection resolves its name through the guard. */
export function createAgents(guard: AddressGuard | undefined): Agents {
  const options: http.AgentOptions = { keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo' };
  if (!guard) return { http: new http.Agent(options), https: new https.Agent(options) };
  return { http: new GuardedHttpAgent(guard, options), https: new GuardedHttpsAgent(guard, options) };
}

type Created = (error: Error | null, stream: Duplex) => void;

class GuardedHttpAgent extends http.Agent {
  constructor(
    private readonly guard: AddressGuard,
    options: http.AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Created): Duplex | null | undefined {
    return super.createConnection({ ...options, lookup: this.guard.lookupFor(options.port) }, callback);
  }
}

class GuardedHttpsAgent extends https.Agent {
  constructor(
    private readonly guard: AddressGuard,
    options: https.AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: https.RequestOptions, callback?: Created): Duplex | null | undefined {
    return super.createConnection({ ...options, lookup: this.guard.lookupFor(options.port) }, callback);
  }
}

/** How far one request got. */
export interface SocketWatch {
  /** A TCP connection stood: bytes may have left from here on. */
  connected: boolean;
  /** The TLS handshake is complete; always true for plain HTTP once connected. */
  secured: boolean;
}

/** A transport for axios that calls Node's own and notes when the request gets its connection. */
export function watchedTransport(watch: SocketWatch) {
  return {
    request(options: https.RequestOptions, onResponse: (res: http.IncomingMessage) => void) {
      const secure = options.protocol === 'https:';
      const request = (secure ? https : http).request(options, onResponse);
      request.once('socket', (socket) => {
        if (!socket.connecting) {
          // A fresh socket that is already dead failed in its look-up, before it could connect.
          if (socket.destroyed && !request.reusedSocket) return;
          watch.connected = true;
          watch.secured = true;
          return;
        }
        socket.once('connect', () => {
          watch.connected = true;
          watch.secured ||= !secure;
        });
        socket.once('secureConnect', () => {
          watch.secured = true;
        });
      });
      return request;
    },
  };
}
