/** What every preset must show through the whole gateway: posts, part failures, cancels, doubts that end. */
import { until, type TestGateway } from './gateway-harness';
import { connectPreset, startPresetGateway, type PresetConnection, type PresetScene } from './preset-gateway';
import { PresetStories } from './preset-stories';

/** Posts under the mix of faults, for each preset. */
const MIXED = 12;

type Story = 'partial' | 'canceled' | 'rescheduled' | 'lost' | 'mixed';
type Played = { [S in Story]: ReturnType<PresetStories[S]> };

/** Declares the tests of these presets; they share one gateway, whose stories all begin at once. */
export function describePresets(scenes: readonly PresetScene[]): void {
  jest.setTimeout(120_000);
  let gateway: TestGateway;
  const connections = new Map<string, PresetConnection>();
  const played = new Map<string, Played>();

  beforeAll(async () => {
    gateway = await startPresetGateway(scenes);
    for (const scene of scenes) {
      const connection = await connectPreset(gateway, scene);
      connections.set(scene.preset, connection);
      played.set(scene.preset, play(new PresetStories(gateway, connection)));
    }
  });
  afterAll(() => gateway.close());

  describe.each([...scenes])('$preset through the gateway', (scene) => {
    const storyOf = <S extends keyof Played>(story: S) => of(played, scene)[story];
    const capabilities = () => of(connections, scene).provider.descriptor.capabilities;

    it('ends partially published where one network refuses, with the reason', async () => {
      const { group, shown } = await storyOf('partial');
      expect(group).toMatchObject({ status: 'partially_published', counts: { published: 1, failed: 1 } });
      const [good, bad] = group.posts;
      expect(good).toMatchObject({ status: 'published', error: null, providerReference: expect.any(String) });
      expect(bad).toMatchObject({ status: 'failed', error: { provider: `generic:${scene.preset}` } });
      expect(bad?.error).toMatchObject(scene.failure);
      expect(shown).toHaveLength(1);
    });

    it('cancels what is scheduled, or says that it cannot', async () => {
      const { group, reply, result } = await storyOf('canceled');
      if (capabilities().cancel) {
        expect(reply).toBe(200);
        expect(group).toMatchObject({ status: 'canceled', posts: [{ canceledBy: 'caller' }] });
      } else expect({ reply, result }).toEqual({ reply: 409, result: 'not_supported' });
    });

    it('puts off what is scheduled, or says that it cannot', async () => {
      const { group, reply, result, to } = await storyOf('rescheduled');
      expect(group.status).toBe('scheduled');
      // What can be canceled only goes out anew.
      if (capabilities().reschedule || capabilities().cancel) {
        expect(reply).toBe(200);
        expect(group.posts[0]?.scheduledAt).toBe(to);
      } else expect({ reply, result }).toEqual({ reply: 409, result: 'not_supported' });
    });

    it('shows a post once whose reply was lost, at every step, and never calls it failed', async () => {
      const ends = await storyOf('lost');
      for (const { name, group, shown } of ends) {
        const isLast = name.startsWith(`${scene.steps.at(-1)} `);
        expect({ name, status: group.status, shown: shown.length }).toEqual({
          ...{ name, status: isLast ? scene.lost : 'published', shown: 1 },
        });
      }
    });

    it('shows nothing twice and loses nothing under a mix of faults', async () => {
      for (const { name, group, shown } of await storyOf('mixed')) {
        const { published = 0, unknown = 0, ...others } = group.counts;
        expect({ name, ...others, failed: 0 }).toEqual({ name, failed: 0 });
        expect(shown.length).toBeGreaterThanOrEqual(published);
        expect(shown.length).toBeLessThanOrEqual(published + unknown);
      }
      const { upstream } = of(connections, scene);
      expect(gateway.sandbox.network.duplicates({ upstream })).toEqual([]);
      const struck = gateway.sandbox.requests
        .list({ upstream })
        .filter(({ fault, text }) => fault !== null && text?.includes('Mix of') === true);
      expect(struck.length).toBeGreaterThan(2);
    });
  });

  describe('days later', () => {
    beforeAll(async () => {
      await Promise.allSettled([...played.values()].flatMap((stories) => Object.values(stories)));
      gateway.sandbox.clock.advance(3 * 86_400_000);
      gateway.sandbox.tick();
    });

    it.each([...scenes])('reads alone tell that what $preset kept was published', async (scene) => {
      const { group, text } = await of(played, scene).rescheduled;
      await until(async () => {
        await gateway.api.db.query(
          'update posts set next_read_at = now() where group_id = $1 and next_read_at > now()',
          [group.id],
        );
        return (await gateway.group(group.id)).status === 'published';
      });
      expect(new PresetStories(gateway, of(connections, scene)).shown(text)).toHaveLength(1);
    });
  });
}

function play(stories: PresetStories): Played {
  const calm = {
    partial: stories.partial(),
    canceled: stories.canceled(),
    rescheduled: stories.rescheduled(),
    lost: stories.lost(),
  };
  // The mix comes last: what it does to the connection is no part of the others.
  const mixed = Promise.allSettled(Object.values(calm)).then(() => stories.mixed(MIXED));
  const played: Played = { ...calm, mixed };
  // What fails is told by the test that waits for it.
  for (const story of Object.values<Promise<unknown>>(played)) story.catch(() => undefined);
  return played;
}

function of<T>(all: ReadonlyMap<string, T>, { preset }: PresetScene): T {
  const found = all.get(preset);
  if (found === undefined) throw new Error(`${preset} was not connected.`);
  return found;
}
