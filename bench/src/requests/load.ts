import autocannon, { type Client } from 'autocannon';
import { distributionOf, type Distribution } from '../distribution';
import type { Ground, Scene } from './scenes';

export interface LoadResult {
  requests: number;
  perSecond: number;
  /** Milliseconds from a request to the last byte of its reply. */
  latency: Distribution;
  /** The server's own share, by its `Server-Timing`; empty where it sends none. */
  ownMs: number[];
}

export interface Load {
  url: string;
  connections: number;
  seconds: number;
}

/**
 * Sends one scene's requests over so many connections that stay open, each as soon as the one before is answered.
 *
 * @throws where a reply has another status than the scene's
 */
export async function load(
  { url, connections, seconds }: Load,
  scene: Scene,
  ground: Ground,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const ownMs: number[] = [];
  const refusals: string[] = [];
  const started = performance.now();
  let ended = started;
  const options: autocannon.Options = {
    ...{ url, connections, duration: seconds },
    requests: [
      {
        setupRequest: (defaults) => ({ ...defaults, ...scene.request(ground) }),
        onResponse: (status, body, _context, headers) => {
          if (status !== scene.status) refusals.push(`${status} ${body.slice(0, 500)}`);
          const own = /app;dur=([\d.]+)/.exec(String(headers?.['server-timing'] ?? ''))?.[1];
          if (own !== undefined) ownMs.push(Number(own));
        },
      },
    ],
  };
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error: Error | null, result) =>
      error ? reject(error) : resolve(result),
    );
    run.on('response', (_client: Client, _status: number, _bytes: number, ms: number) => {
      latencies.push(ms);
      // It counts to the end of a whole second, and sends nothing more before.
      ended = performance.now();
    });
  });
  if (errors + timeouts > 0 || refusals.length > 0) {
    throw new Error(
      `${scene.name}: ${errors} errors, ${timeouts} time-outs, refused: ${refusals[0] ?? 'none'}`,
    );
  }
  const requests = latencies.length;
  return {
    requests,
    perSecond: requests / ((ended - started) / 1_000),
    latency: distributionOf(latencies),
    ownMs,
  };
}
