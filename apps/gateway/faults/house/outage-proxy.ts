import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * The road to the upstreams, which can be closed: connections are then refused, and those that stand are cut in
 * the middle of whatever they carry.
 */
export class OutageProxy {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(private readonly targetPort: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    if (this.server !== null) return;
    const server = createServer((caller) => this.carry(caller));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** From now on connections are refused. */
  close(): void {
    this.server?.close();
    this.server = null;
    this.cut();
  }

  /** Resets every connection that stands. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.sockets.clear();
  }

  private carry(caller: Socket): void {
    const upstream = connect(this.targetPort, '127.0.0.1');
    for (const [one, other] of [
      [caller, upstream],
      [upstream, caller],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      // A reset on one side is a reset on the other, not a tidy end.
      one.once('error', () => other.resetAndDestroy());
      one.once('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
