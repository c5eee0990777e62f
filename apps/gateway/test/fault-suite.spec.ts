/** The fault suite judges everything else; here is what judges it. */
import { crashPoints, withoutRepetition, type PassedPoint } from '../faults/points/crash-point';
import { planFaults } from '../faults/random/fault-plan';
import { planPosts } from '../faults/random/post-plan';
import type { AskedPost } from '../faults/random/publisher';
import { Seeded } from '../faults/random/seeded';
import { judge, strangers, type StoredPost } from '../faults/random/verdict';
import { readOptions, UsageError } from '../faults/options';
import { drawMood, FAILURE_SHARE } from '../faults/listeners/receiver-mood';
import { ReceiverBooks, type ToldEvent } from '../faults/listeners/receiver-books';
import { MAIN_ROUTES, PRESET_ROUTES, ROUTE_NAMES } from '../faults/house/routes';
import type { NetworkEntry } from '../faults/house/sandbox-control';
import { planPresets, together } from '../faults/random/preset-plan';

const PLAN = {
  ...{ phaseMs: 120_000, apis: 2, workers: 2, leaseSeconds: 3, killEverySeconds: 5 },
  ...{ without: [], routes: ROUTE_NAMES },
};

describe('a plan', () => {
  it('follows from its seed alone', () => {
    const faults = (seed: number) => planFaults(new Seeded(seed), PLAN);
    const posts = (seed: number) => planPosts(new Seeded(seed), 100, PLAN.phaseMs);
    expect(faults(42)).toEqual(faults(42));
    expect(posts(42)).toEqual(posts(42));
    expect(faults(42)).not.toEqual(faults(43));
    expect(posts(42)).not.toEqual(posts(43));
  });

  it('has every kind of fault, and as many posts as were asked for', () => {
    const kinds = new Set(planFaults(new Seeded(1), PLAN).map(({ fault }) => fault.kind));
    expect(kinds.size).toBe(9);
    const { groups } = planPosts(new Seeded(1), 100, PLAN.phaseMs);
    expect(groups.reduce((sum, group) => sum + group.targets.length, 0)).toBe(100);
    expect(new Set(groups.map(({ token }) => token)).size).toBe(groups.length);
  });

  it('has every preset publish, fail in part, cancel and move', () => {
    const main = planPosts(new Seeded(1), 100, PLAN.phaseMs);
    const firstConnection = main.connections.length;
    const presets = planPresets(new Seeded(1), PRESET_ROUTES, { phaseMs: 75_000, firstConnection });
    const all = together(main, presets);
    expect(all.posts).toBe(100 + PRESET_ROUTES.length * 11);
    expect(new Set(all.groups.map(({ token }) => token)).size).toBe(all.groups.length);
    for (const route of PRESET_ROUTES) {
      const own = all.groups.filter(
        ({ targets: [target] }) => all.connections[target!.connection]!.route === route,
      );
      expect(own).toHaveLength(8);
      expect(own.flatMap(({ failing }) => failing ?? []).sort()).toEqual(['account', 'word']);
      // Too far away for the gateway to keep the time itself.
      const far = own.filter(({ scheduledInMs }) => scheduledInMs !== null && scheduledInMs > 60_000);
      expect(far.filter(({ cancelInMs }) => cancelInMs !== null)).toHaveLength(1);
      expect(far.filter(({ rescheduleInMs }) => rescheduleInMs !== null)).toHaveLength(1);
      expect(far).toHaveLength(3);
    }
  });

  it('leaves out what it is told to', () => {
    const plan = planFaults(new Seeded(1), { ...PLAN, without: ['worker kill'] });
    expect(plan.some(({ fault }) => fault.kind === 'worker kill')).toBe(false);
  });
});

describe('a verdict', () => {
  const account = { id: 'acct_1', reference: 'sa_77', platform: 'instagram', seenAs: 'sa_77' };
  const post: AskedPost = {
    ...{ id: 'post_1', groupId: 'pg_1', token: 'pf1x123456' },
    ...{ route: 'layers', account, isDoomed: false },
  };
  const entry: NetworkEntry = {
    upstream: 'layers',
    platform: 'instagram',
    account: '77',
    text: 'Post pf1x123456 of the fault suite.',
    publishedAt: '2026-01-01T00:00:00Z',
  };
  const row = (status: StoredPost['status'], more: Partial<StoredPost> = {}): StoredPost => ({
    id: post.id,
    status,
    round: 1,
    attempts: 1,
    submissionId: 'sub_1',
    error: null,
    nextLookAt: null,
    sinceLastCallMs: 0,
    refusals: [],
    lostAt: [],
    wasUnknown: false,
    ...more,
  });
  const fault = (stored: StoredPost | null, network: NetworkEntry[]) =>
    judge([post], new Map(stored ? [[post.id, stored]] : []), network)[0]!.fault;

  it.each<[string, StoredPost | null, NetworkEntry[], string | null]>([
    ['published and seen', row('published'), [entry], null],
    ['seen twice', row('published'), [entry, entry], 'twice'],
    ['seen twice, whatever is said', row('failed'), [entry, entry], 'twice'],
    ['published and not seen', row('published'), [], 'lost'],
    ['failed and seen', row('failed', { refusals: ['sandbox_refused'] }), [entry], 'lost'],
    ['canceled and seen', row('canceled'), [entry], 'lost'],
    ['canceled', row('canceled'), [], null],
    ['refused', row('failed', { refusals: ['{"error":"Refused by the sandbox"}'] }), [], null],
    [
      'failed for no reason',
      row('failed', { refusals: ['{"error":"Too many"}'] }),
      [],
      'failed without refusal',
    ],
    ['still open', row('queued'), [], 'open'],
    ['unknown for ever', row('unknown'), [], 'unknown'],
    ['unknown and seen', row('unknown', { nextLookAt: new Date() }), [entry], 'unknown'],
    ['being looked for', row('unknown', { nextLookAt: new Date() }), [], null],
    [
      'looked for too long',
      row('unknown', { nextLookAt: new Date(), sinceLastCallMs: 3_600_000 }),
      [],
      'unknown',
    ],
    ['not in the database', null, [], 'vanished'],
  ])('on a post that is %s', (_name, stored, network, expected) => {
    expect(fault(stored, network)).toBe(expected);
  });

  it('takes a failure for right where the network takes nothing from the account', () => {
    const doomed = { ...post, isDoomed: true };
    const judged = (status: StoredPost['status'], network: NetworkEntry[]) =>
      judge([doomed], new Map([[post.id, row(status)]]), network)[0]!.fault;
    expect(judged('failed', [])).toBeNull();
    expect(judged('failed', [entry])).toBe('lost');
    expect(judged('published', [])).toBe('lost');
  });

  it('leaves to people only what nobody else can know', () => {
    const left = (stored: StoredPost, network: NetworkEntry[], isLost: boolean) =>
      judge([post], new Map([[post.id, stored]]), network, () => isLost)[0]!;
    expect(left(row('unknown'), [entry], true)).toMatchObject({ fault: null, isLeft: true });
    expect(left(row('unknown'), [entry], false)).toMatchObject({ fault: 'unknown', isLeft: false });
    expect(left(row('unknown'), [entry, entry], true)).toMatchObject({ fault: 'twice' });
    expect(left(row('failed'), [entry], true)).toMatchObject({ fault: 'lost' });
  });

  it('names what nobody asked for', () => {
    const other = { ...entry, account: '78' };
    expect(strangers([post], [entry, other])).toEqual([other]);
  });
});

describe('crash points', () => {
  const passed = (...points: string[]): PassedPoint[] => points.map((point) => ({ point, label: '' }));

  it('cannot be found where nothing was watched', () => {
    expect(() => crashPoints('layers', passed('claim, before', 'claim, after'), [])).toThrow(
      'never passed: hint taken, before',
    );
  });

  const post = [
    ...['hint taken, before', 'hint taken, after', 'claim, before', 'claim, after'],
    ...['open connection, before', 'open connection, after', 'submit, before'],
    ...['look for a cancel, before', 'look for a cancel, after', 'checkpoint, before', 'checkpoint, after'],
    ...['request 1, before', 'request 1, after', 'submit, after', 'record, before'],
    ...['end of lease, before', 'end of lease, after'],
    ...['status written (record), before', 'status written (record), after'],
    ...['commit, before', 'commit, after', 'record, after', 'sample, before', 'sample, after'],
    ...['read, before', 'read request 1, before', 'read request 1, after', 'read, after'],
    ...['status written (read), before', 'status written (read), after'],
  ];
  const points = (...routes: ('layers' | 'postpost')[]) =>
    routes.flatMap((route) => crashPoints(route, passed(...post), ['publish']));

  it('are the moments between which something changes, and the lost replies', () => {
    expect(points('layers').map(({ name, fault }) => [name, fault?.kind ?? null])).toEqual([
      ['hint taken, before', null],
      ['claim, before', null],
      ['checkpoint, before', null],
      ['request 1, before', null],
      ['end of lease, before', null],
      ['status written (record), before', null],
      ['commit, before', null],
      ['sample, before', null],
      ['status written (read), before', null],
      ['status written (read), after', null],
      ['request 1, in flight', 'accept-then-hang'],
      ['request 1, after', 'accept-then-reset'],
    ]);
    const all = points('layers').flatMap(({ name, also, fault }) => (fault === null ? [...also, name] : []));
    expect(all).toEqual(post);
  });

  it('that are the gateway’s own need one provider only', () => {
    const brief = withoutRepetition(points('layers', 'postpost'));
    expect(brief.filter(({ route }) => route === 'layers')).toEqual(points('layers'));
    expect(brief.filter(({ route }) => route === 'postpost').map(({ name }) => name)).toEqual([
      'checkpoint, before',
      'request 1, before',
      'end of lease, before',
      'request 1, in flight',
      'request 1, after',
    ]);
  });
});

describe('the command line', () => {
  it('repeats itself with its seed', () => {
    const { random } = readOptions(['--posts', '9', '--without', 'clock skew', '--seed', '7']);
    expect(random).toMatchObject({ posts: 9, seed: 7, without: ['clock skew'] });
    expect(random.replay).toBe(
      "npm run test:faults -- --only random --posts 9 --without 'clock skew' --seed 7",
    );
  });

  it('takes presets by name', () => {
    expect(readOptions([]).random.presets).toEqual(PRESET_ROUTES);
    expect(readOptions(['--preset', 'zernio']).random.presets).toEqual(['preset:zernio']);
    expect(readOptions(['--preset', 'none']).random.presets).toEqual([]);
    expect(readOptions([]).points.routes).toEqual(MAIN_ROUTES);
  });

  it.each([
    ['--preset', 'zernia'],
    ['--posts', 'many'],
    ['--only', 'luck'],
    ['--without', 'rain'],
    ['--unheard-of'],
  ])('is refused: %s %s', (...flags) => {
    expect(() => readOptions(flags.filter((flag) => flag !== undefined))).toThrow(UsageError);
  });
});

describe('the books of a receiver of webhooks', () => {
  const told = (sequence: number, postId = 'post_1'): ToldEvent => ({
    ...{ id: `evt_${sequence}`, sequence, type: 'post.updated', timestamp: '2026-01-01T00:00:00.000Z' },
    data: { postId, groupId: 'pg_1' },
  });
  const after = (...events: ToldEvent[]) => {
    const books = new ReceiverBooks();
    for (const event of events) books.take(event);
    return books;
  };

  it('take repetitions, and other posts in between, for what they are', () => {
    const books = after(told(2), told(5, 'post_2'), told(3), told(2), told(4));
    expect(books).toMatchObject({ taken: 5, repeats: 1, disordered: [] });
  });

  it('notice an event that first comes after a later one of its post', () => {
    expect(after(told(3), told(2)).disordered).toEqual(['post.updated 2 of post_1 after 3']);
  });

  it('miss what was taken and never acknowledged', () => {
    const books = after(told(1), told(2));
    books.acknowledge(told(1), Date.parse('2026-01-01T00:00:07.000Z'));
    expect(books.missing([told(1), told(2)])).toEqual([told(2)]);
    expect(books.worstDelayMs).toBe(7_000);
  });

  it('are of a receiver that fails as often as it should', () => {
    const chance = new Seeded(1);
    const moods = Array.from({ length: 4_000 }, () => drawMood(chance).kind);
    const failed = moods.filter((kind) => kind !== 'take').length / moods.length;
    expect(failed).toBeCloseTo(FAILURE_SHARE, 1);
    expect(new Set(moods)).toEqual(new Set(['take', 'take and reset', 'reset', 'hang', 'answer']));
  });
});
