import type { FaultPlace } from './fault-kinds';
import type { UpstreamName } from './simulator';

interface Operation {
  readonly upstream: UpstreamName;
  readonly isList: boolean;
}

/** Every operation that rules may name, as the routes named them. */
export class Operations {
  private readonly known = new Map<string, Operation>();

  add(name: string, operation: Operation): void {
    this.known.set(name, operation);
  }

  /** Names by upstream; `lists` are those that `hide-fresh` can strike. */
  describe(): Record<string, { operations: string[]; lists: string[]; webhook: string }> {
    const upstreams = [...new Set([...this.known.values()].map(({ upstream }) => upstream))];
    return Object.fromEntries(
      upstreams.map((upstream) => {
        const own = [...this.known].filter(([, operation]) => operation.upstream === upstream);
        const names = (wanted: (operation: Operation) => boolean) =>
          own.filter(([, operation]) => wanted(operation)).map(([name]) => name);
        const operations = names(() => true);
        return [upstream, { operations, lists: names(({ isList }) => isList), webhook: webhookOf(upstream) }];
      }),
    );
  }

  /** What is wrong with this pattern at that place; null = something matches it. */
  problemWith(pattern: string, upstream: UpstreamName | '*', place: FaultPlace): string | null {
    const stars = pattern.split('*').length - 1;
    if (stars > 1 || (stars === 1 && !/^\*|\*$/.test(pattern))) return 'One star at most, at one end';
    const candidates = place === 'webhook' ? this.webhooks() : [...this.known];
    const found = candidates.some(
      ([name, operation]) =>
        covers(pattern, name) &&
        (upstream === '*' || operation.upstream === upstream) &&
        (place !== 'list' || operation.isList),
    );
    if (found) return null;
    const what = place === 'list' ? 'list' : place === 'webhook' ? 'delivery' : 'operation';
    const owner = upstream === '*' ? 'any upstream' : upstream;
    return `No ${what} of ${owner} is named ${pattern}; GET /_sandbox/operations names them all`;
  }

  private webhooks(): [string, Operation][] {
    const upstreams = [...new Set([...this.known.values()].map(({ upstream }) => upstream))];
    return upstreams.map((upstream) => [webhookOf(upstream), { upstream, isList: false }]);
  }
}

/** What rules call the deliveries of an upstream. */
export function webhookOf(upstream: string): string {
  return `${upstream}.webhook`;
}

/** Whether a pattern with at most one star, at one end, covers that name. */
export function covers(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === name) return true;
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') && name.endsWith(pattern.slice(1));
}
