import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire to the database that can be cut. */
export interface Wire {
  url: string;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /**
   * Swallows every byte without a word, as a cable that is out does. What is connected by then stays dead for
   * good, and so does what connects before `restore`.
   */
  blackOut(): void;
  restore(): void;
}

export async function wireTo(databaseUrl: string): Promise<Wire> {
  const database = new URL(databaseUrl);
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let dark = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(database.port), database.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    pass(near, far);
    pass(far, near);
  });
  /** Once something was swallowed nothing makes sense any more, not even the end. */
  const pass = (from: Socket, to: Socket) => {
    let lost = false;
    from.on('data', (chunk) => {
      lost ||= dark;
      if (!lost) to.write(chunk);
    });
    from.on('close', () => {
      if (!lost && !dark) to.destroy();
    });
  };
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  target.port = String(port);
  target.hostname = '127.0.0.1';
  return {
    url: target.href,
    cut: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => listen(port),
    blackOut: () => (dark = true),
    restore: () => (dark = false),
  };
}
