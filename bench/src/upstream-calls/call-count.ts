/** What the sandbox's log says of calls. Pure. */
import type { LoggedRequest, Upstream } from '../stack/sandbox-client';

export interface CallCount {
  upstream: Upstream;
  posts: number;
  /** A post. */
  writes: number;
  reads: number;
  /** Every operation, the most frequent first, a post. */
  operations: { name: string; each: number }[];
}

export function callsPerPost(
  requests: readonly Pick<LoggedRequest, 'upstream' | 'operation' | 'method'>[],
  upstream: Upstream,
  posts: number,
): CallCount {
  const own = requests.filter((request) => request.upstream === upstream);
  const byName = new Map<string, number>();
  for (const { operation, method } of own) {
    const name = operation?.slice(upstream.length + 1) ?? method;
    byName.set(name, (byName.get(name) ?? 0) + 1);
  }
  const reads = own.filter(({ method }) => method === 'GET').length;
  return {
    upstream,
    posts,
    writes: (own.length - reads) / posts,
    reads: reads / posts,
    operations: [...byName]
      .map(([name, count]) => ({ name, each: count / posts }))
      .sort((a, b) => b.each - a.each),
  };
}
