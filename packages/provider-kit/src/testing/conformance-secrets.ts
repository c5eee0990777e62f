/** Secrets: in no log line, no error, no evidence, even where an upstream repeats them. */
import type { ConformanceOptions } from './conformance-types';
import { openWorld, type World } from './conformance-world';
import type { ProxiedRequest } from './fault-proxy';

export function describeSecrets(options: ConformanceOptions): void {
  describe('secrets', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(options);
    });
    afterAll(() => world.close());
    beforeEach(() => world.proxy.clear());

    /** An upstream that repeats the request's credentials in its error. */
    const parrot = (_json: unknown, request: ProxiedRequest) => {
      const said = `refused: ${JSON.stringify(request.headers)} ${request.path}`;
      return {
        error: { code: 'UNAUTHENTICATED', message: said, details: said },
        message: said,
        detail: said,
      };
    };

    it('stay out of everything that a good call says', async () => {
      const { ctx, logs, exchanges } = world.context();
      const said: unknown[] = [await world.provider.checkConnection(ctx)];
      said.push(await world.provider.submit(ctx, await world.submission(1, world.text())));
      expect(exchanges.length).toBeGreaterThan(0);
      expectNoSecret(world, [said, logs, exchanges]);
    });

    it('stay out of errors, even where the upstream repeats them', async () => {
      world.proxy.add({ fault: { kind: 'mutate', change: parrot }, match: () => true, times: 999 });
      const { ctx, logs, exchanges } = world.context({
        credentials: world.upstream.badCredentials(world.proxy.url),
        secrets: [...world.upstream.secrets, ...stringsOf(world.upstream.badCredentials(''))],
      });
      const said: unknown[] = [await world.provider.checkConnection(ctx)];
      said.push(await world.provider.submit(ctx, await world.submission(1, world.text())));
      said.push(await world.provider.read(ctx, [world.upstream.missingReference()]));
      expectNoSecret(world, [said, logs, exchanges]);
    });
  });
}

function expectNoSecret(world: World, said: unknown): void {
  const everything = JSON.stringify(said);
  for (const secret of world.upstream.secrets) expect(everything).not.toContain(secret);
}

/** Every longer text of a configuration: the suite does not know which of them is the key. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 8 && !value.startsWith('http') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
