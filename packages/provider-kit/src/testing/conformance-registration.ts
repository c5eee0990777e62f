/** Having the upstream call us: once, whatever became of the replies, and under a secret that works. */
import type { PublishError, WebhookRegistrationResult } from '@postern/core';
import { HANG_MS } from './conformance-submit';
import type { ConformanceOptions, RegistrationConformance, WebhookSample } from './conformance-types';
import { accepted, useWorld, type World } from './conformance-world';
import { refusedUrl, type Fault, type FaultRule, type ProxiedRequest } from './fault-proxy';
import { startHookReceiver, type HookReceiver } from './hook-receiver';
import type { TestContext, TestContextOptions } from './test-context';

type Done = Extract<WebhookRegistrationResult, { outcome: 'done' }>;

/** The upstream has done it and nobody was told. */
const LOST: [name: string, fault: Fault][] = [
  ['silence', { kind: 'hang' }],
  ['a reset', { kind: 'reset' }],
  ['a bare 500', { kind: 'status', status: 500, forward: true }],
  ['malformed JSON', { kind: 'malformed' }],
];

/** Those that nobody waits for. */
const QUICK = LOST.filter(([, { kind }]) => kind !== 'hang');

export function describeRegistration(options: ConformanceOptions): void {
  const { registration: calls } = options;
  if (!options.create().webhooks?.registration) return;
  if (!calls) {
    it('registers webhooks upstream, and the suite knows by which calls', () => {
      expect(calls).toBeDefined();
    });
    return;
  }
  describe('webhook registration', () => {
    const desk = useDesk(options);
    describeRegistering(desk, calls);
    describeRemoval(desk, calls);
    describeRefusals(desk, calls);
  });
}

interface Desk {
  world(): World;
  /** An address of this test's own for each name. */
  url(name?: string): string;
  register(url: string, registrationId: string | null, more?: Partial<TestContextOptions>): Promise<Told>;
  /** Registers until it is done; a refusal on the way must be one that asking again can end. */
  insist(url: string, registrationId: string | null, more?: Partial<TestContextOptions>): Promise<Done>;
  remove(registrationId: string): ReturnType<Registration['remove']>;
  /**
   * Publishes a post, and hands back what the upstream sends about it to each address, once something is genuine
   * under the secret of that name.
   */
  delivered(secrets: Record<string, string>): Promise<Record<string, WebhookSample[]>>;
}

type Registration = NonNullable<NonNullable<World['provider']['webhooks']>['registration']>;
type Told = { result: WebhookRegistrationResult; context: TestContext };

let serial = 0;

function useDesk(options: ConformanceOptions): Desk {
  let receiver: HookReceiver | undefined;
  let test = '';
  const open = new Set<string>();
  beforeAll(async () => void (receiver = await startHookReceiver()));
  beforeEach(() => void (test = `${process.pid}-${(serial += 1)}`));
  afterAll(() => receiver?.close());
  // Some upstreams keep only a few. Before the world closes, which is told to below.
  afterEach(async () => {
    world().proxy.clear();
    for (const id of open) await desk.remove(id);
    open.clear();
  });
  const world = useWorld(options);
  const hooks = () => {
    if (!receiver) throw new Error('The receiver opens before the tests.');
    return receiver;
  };
  const registrar = () => {
    const { registration } = world().provider.webhooks ?? {};
    if (!registration) throw new Error('The provider has no registration.');
    return registration;
  };
  const named = (name: string) => `${test}-${name}`;
  const desk: Desk = {
    world,
    url: (name = 'only') => hooks().url(named(name)),
    register: async (url, registrationId, more) => {
      const context = world().context(more);
      const result = await registrar().register(context.ctx, { url, registrationId });
      if (result.outcome === 'done') open.add(result.registrationId);
      return { result, context };
    },
    insist: async (url, registrationId, more) => {
      const first = await desk.register(url, registrationId, more);
      if (first.result.outcome === 'done') return first.result;
      expectRetryable(first.result.error);
      return done(await desk.register(url, registrationId));
    },
    remove: (registrationId) => registrar().remove(world().context().ctx, registrationId),
    delivered: async (secrets) => {
      const [ref] = await accepted(world(), await world().submission(1, world().text()));
      await world().upstream.settle();
      const isAbout = ({ rawBody, headers }: WebhookSample) =>
        world()
          .provider.webhooks?.parse(rawBody, headers)
          ?.references.includes(ref?.id ?? '') === true;
      const all = Object.entries(secrets).map(async ([name, secret]) => {
        const isGenuine = (sample: WebhookSample) => verdicts(desk, [sample], secret).has('ok');
        const sent = await hooks().until(named(name), (each) => each.filter(isAbout).some(isGenuine));
        return [name, sent.filter(isAbout)] as const;
      });
      return Object.fromEntries(await Promise.all(all));
    },
  };
  return desk;
}

function expectRetryable(error: PublishError): void {
  expect(error.retryable).toBe(true);
  expect(error.provider).not.toBeNull();
}

function done({ result }: Told): Done {
  if (result.outcome === 'done') return result;
  throw new Error(`expected a registration, got ${JSON.stringify(result.error)}`);
}

/** What `verify` says of each, under that secret alone. */
function verdicts(desk: Desk, samples: readonly WebhookSample[] = [], secret: string): Set<string> {
  const { provider, upstream } = desk.world();
  const all = samples.map(({ rawBody, headers }) => {
    const verdict = provider.webhooks?.verify(rawBody, headers, [secret], upstream.now());
    return verdict?.ok ? 'ok' : (verdict?.reason ?? 'no webhooks');
  });
  return new Set(all);
}

/** Where the upstream can be asked what it has, each event comes once. */
async function expectOne(desk: Desk, url: string, calls: RegistrationConformance): Promise<void> {
  const count = await registered(desk, url);
  if (calls.leavesOthers) expect(count).toBeGreaterThanOrEqual(1);
  else expect(count).toBe(1);
}

async function registered(desk: Desk, url: string): Promise<number> {
  const count = await desk.world().upstream.registeredCount?.(url);
  if (count === undefined) throw new Error('Give registeredCount with the upstream.');
  return count;
}

function describeRegistering(desk: Desk, calls: RegistrationConformance): void {
  it('registers once, and what the upstream then sends is genuine under that secret alone', async () => {
    const { registrationId, secret } = done(await desk.register(desk.url(), null));
    expect(registrationId).not.toBe('');
    expect(secret.length).toBeGreaterThanOrEqual(16);
    expect(await registered(desk, desk.url())).toBe(1);
    const { only: samples } = await desk.delivered({ only: secret });
    expect(verdicts(desk, samples, secret)).toEqual(new Set(['ok']));
    expect(verdicts(desk, samples, `${secret}x`)).toEqual(new Set(['forged']));
  });

  it('rotates: a new secret for what there is, and the one before for as long as it says', async () => {
    const first = done(await desk.register(desk.url(), null));
    const second = done(await desk.register(desk.url(), first.registrationId));
    expect(second.secret).not.toBe(first.secret);
    await expectOne(desk, desk.url(), calls);
    const { only: samples } = await desk.delivered({ only: second.secret });
    if (second.overlapSeconds === 0) expect(verdicts(desk, samples, first.secret)).not.toContain('ok');
    else if (!calls.leavesOthers) expect(verdicts(desk, samples, first.secret)).toContain('ok');
  });

  it('registers after a call that never arrived', async () => {
    const fault: Fault = { kind: 'status', status: 500, forward: false };
    desk.world().proxy.add({ fault, match: calls.isRegistering, times: 2 });
    const { result } = await desk.register(desk.url(), null);
    if (result.outcome === 'rejected') expectRetryable(result.error);
    desk.world().proxy.clear();
    done(await desk.register(desk.url(), null));
    expect(await registered(desk, desk.url())).toBe(1);
  });

  it(`asking again finds what it made: ${namesOf(LOST)}`, async () => {
    const made = await Promise.all(
      LOST.map(async ([name, fault]) => {
        const url = desk.url(name);
        desk.world().proxy.add({ fault, match: (it) => calls.isRegistering(it) && speaksOf(it, url) });
        return [name, (await desk.insist(url, null, hasty(fault))).secret] as const;
      }),
    );
    for (const [name] of LOST) await expectOne(desk, desk.url(name), calls);
    // Rejects where none is genuine.
    await desk.delivered(Object.fromEntries(made));
  });

  it(`asking again rotates until the secret is known: ${namesOf(QUICK)}`, async () => {
    const isRotating = calls.isRotating ?? calls.isRegistering;
    const made = await Promise.all(
      QUICK.map(async ([name, fault]) => {
        const url = desk.url(name);
        const { registrationId } = done(await desk.register(url, null));
        const match: FaultRule['match'] = (it) =>
          isRotating(it) && (speaksOf(it, registrationId) || speaksOf(it, url));
        desk.world().proxy.add({ fault, match });
        return [name, (await desk.insist(url, registrationId)).secret] as const;
      }),
    );
    for (const [name] of QUICK) await expectOne(desk, desk.url(name), calls);
    // Rejects where none is genuine.
    await desk.delivered(Object.fromEntries(made));
  });
}

function namesOf(faults: typeof LOST): string {
  return faults.map(([name]) => name).join(', ');
}

function speaksOf({ path, body }: ProxiedRequest, what: string): boolean {
  return path.includes(encodeURIComponent(what)) || body.includes(what);
}

function hasty(fault: Fault): Partial<TestContextOptions> {
  return fault.kind === 'hang' ? { timeoutMs: HANG_MS } : {};
}

function describeRemoval(desk: Desk, calls: RegistrationConformance): void {
  if (calls.leavesOthers) {
    it('says that a person must remove it', async () => {
      const { registrationId } = done(await desk.register(desk.url(), null));
      const removal = await desk.remove(registrationId);
      expect(removal).toMatchObject({ outcome: 'rejected', error: { retryable: false } });
    });
    return;
  }

  it('removes it, does so again, and registers anew', async () => {
    const { registrationId } = done(await desk.register(desk.url(), null));
    for (const _time of [1, 2]) expect(await desk.remove(registrationId)).toEqual({ outcome: 'done' });
    expect(await registered(desk, desk.url())).toBe(0);
    expect(done(await desk.register(desk.url(), registrationId)).overlapSeconds).toBe(0);
    expect(await registered(desk, desk.url())).toBe(1);
  });

  it(`removes it in the end: ${namesOf(QUICK)}`, async () => {
    for (const [name, fault] of QUICK) {
      const { registrationId } = done(await desk.register(desk.url(name), null));
      desk.world().proxy.add({ fault, match: () => true });
      const removal = await desk.remove(registrationId);
      if (removal.outcome === 'rejected') expectRetryable(removal.error);
      desk.world().proxy.clear();
      expect(await desk.remove(registrationId)).toEqual({ outcome: 'done' });
      expect(await registered(desk, desk.url(name))).toBe(0);
    }
  });
}

function describeRefusals(desk: Desk, calls: RegistrationConformance): void {
  const refuse = async (more: Partial<TestContextOptions> = {}) => {
    const { result } = await desk.register(desk.url(), null, more);
    if (result.outcome === 'rejected') return result.error;
    throw new Error('expected a refusal');
  };

  it('says why a key is refused', async () => {
    const { upstream, proxy } = desk.world();
    const error = await refuse({ credentials: upstream.badCredentials(proxy.url) });
    expect(error).toMatchObject({ category: 'auth', retryable: false });
    expect(error.remedy).not.toContain('post');
  });

  it.each([
    [403, { category: 'auth', retryable: false }],
    [429, { code: 'RATE_LIMITED', retryable: true, retryAfter: 7 }],
    [503, { retryable: true }],
  ])('says what a %d means', async (status, meaning) => {
    const headers = { 'retry-after': '7' };
    const fault: Fault = { kind: 'status', status, headers, forward: false };
    desk.world().proxy.add({ fault, match: () => true, times: 9 });
    expect(await refuse()).toMatchObject(meaning);
  });

  it('says that the upstream cannot be reached', async () => {
    const credentials = desk.world().upstream.credentials(await refusedUrl());
    expect(await refuse({ credentials })).toMatchObject({ category: 'network', retryable: true });
  });

  it('keeps secrets out of logs, errors and evidence, even of a reply that it cannot read', async () => {
    const { proxy, upstream } = desk.world();
    const secrets = new Set<string>();
    // What the upstream said, as a text instead of an object: nothing can be read of it, or blanked in it.
    const change = (json: unknown) => {
      for (const secret of secretsIn(json)) secrets.add(secret);
      return JSON.stringify(json);
    };
    proxy.add({ fault: { kind: 'mutate', change }, match: calls.isRegistering, times: 9 });
    const first = await desk.register(desk.url(), null);
    proxy.clear();
    const second = await desk.register(desk.url(), null);
    secrets.add(done(second).secret);
    const third = await desk.register(desk.url(), done(second).registrationId);
    secrets.add(done(third).secret);
    expect(secrets.size).toBeGreaterThanOrEqual(3);
    const said = [first, second, third].map(({ result, context }) => [
      result.outcome === 'rejected' ? result : null,
      context.logs,
      context.exchanges,
    ]);
    const everything = JSON.stringify(said);
    for (const secret of [...secrets, ...upstream.secrets]) expect(everything).not.toContain(secret);
  });
}

function secretsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === 'string' && /secret$/i.test(key) ? [value] : secretsIn(value),
  );
}
