/** What can be checked of a provider without its upstream: descriptor, plan, webhooks. */
import { POST_STATUSES, type Provider, type ProviderWebhooks } from '@postern/core';
import type { ConformanceOptions, WebhookConformance } from './conformance-types';
import { openWorld, type World } from './conformance-world';
import { itIf } from './left-out';

export function describeDescriptor(options: ConformanceOptions): void {
  describe('descriptor', () => {
    const provider = options.create();
    const { descriptor } = provider;

    it('speaks version 1 of the contract', () => {
      expect(provider.specVersion).toBe('v1');
    });

    it.each([...options.documentedStatuses])('maps the documented word %s', (word) => {
      expect(Object.keys(descriptor.statusTable)).toContain(word);
    });

    it('maps only to known statuses', () => {
      for (const status of Object.values(descriptor.statusTable)) {
        if (status !== null) expect(POST_STATUSES).toContain(status);
      }
    });

    it('has a configuration whose required keys exist', () => {
      const { properties, required } = descriptor.configSchema;
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(required));
      expect(Object.values(properties).some(({ writeOnly }) => writeOnly)).toBe(true);
    });

    it('names each platform once, in our words', () => {
      const names = descriptor.platforms.map(({ platform }) => platform);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain('twitter');
    });

    it('has the members that its capabilities promise, and no others', () => {
      const { cancel, reschedule, webhooks, unknownResolution } = descriptor.capabilities;
      expect(typeof provider.cancel === 'function').toBe(cancel);
      expect(typeof provider.reschedule === 'function').toBe(reschedule);
      expect(Boolean(provider.webhooks)).toBe(webhooks);
      if (unknownResolution === 'lookup') expect(typeof provider.lookup).toBe('function');
      if (webhooks) expect(options.webhooks).toBeDefined();
      expect(provider.webhooks?.registration === undefined).toBe(options.registration === undefined);
    });

    it('stays within sane budgets', () => {
      for (const { limit, perSeconds } of Object.values(descriptor.rateBudgets)) {
        expect(limit).toBeGreaterThan(0);
        expect(perSeconds).toBeGreaterThan(0);
      }
    });
  });
}

export function describePlan(options: ConformanceOptions): void {
  describe('plan', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(options);
    });
    afterAll(() => world.close());

    it.each([1, 2, 7, 120])('loses and repeats none of %d targets, and changes none', async (count) => {
      const targets = await world.upstream.targets(count, world.text());
      // Differing texts, options and platforms, so that nothing may be merged by position.
      const mixed = targets.map((target, index) =>
        index % 3 === 2
          ? { ...target, content: { ...target.content, text: `${target.content.text} ${index}` } }
          : target,
      );
      const before = JSON.stringify(mixed);
      const planned = world.provider.plan(mixed);
      expect(JSON.stringify(mixed)).toBe(before);
      expect(planned.every((submission) => submission.length > 0)).toBe(true);
      expect(
        planned
          .flat()
          .map(({ postId }) => postId)
          .sort(),
      ).toEqual(mixed.map(({ postId }) => postId).sort());
      expect(world.provider.plan(mixed)).toEqual(planned);
    });

    it('makes nothing of nothing', () => {
      expect(world.provider.plan([])).toEqual([]);
    });
  });
}

export function describeWebhooks(options: ConformanceOptions): void {
  const provider: Provider = options.create();
  const { webhooks } = provider;
  const sample = options.webhooks;
  if (!provider.descriptor.capabilities.webhooks) return;
  if (!webhooks || !sample) {
    it('takes webhooks, as its descriptor says, and the suite has a sample of one', () => {
      expect(webhooks).toBeDefined();
      expect(sample).toBeDefined();
    });
    return;
  }
  describe('webhooks', () => {
    if (sample.signatureHeader === null) describeUnsigned(webhooks, sample);
    else describeVerification(webhooks, sample, sample.signatureHeader);
    describeParsing(webhooks, sample);
  });
}

function describeUnsigned(webhooks: ProviderWebhooks, sample: WebhookConformance): void {
  it('takes any delivery for a hint, as none is signed', () => {
    const at = Date.parse('2026-03-04T05:06:07Z');
    const { rawBody, headers } = sample.sign('ref-1', sample.secret, at);
    for (const secrets of [[], [sample.secret]]) {
      expect(webhooks.verify(rawBody, headers, secrets, at)).toEqual({ ok: true });
    }
  });
}

function describeVerification(
  webhooks: ProviderWebhooks,
  sample: WebhookConformance,
  signatureHeader: string,
): void {
  const at = Date.parse('2026-03-04T05:06:07Z');
  const genuine = () => sample.sign('ref-1', sample.secret, at);
  const verify = ({ rawBody, headers }: ReturnType<typeof genuine>, secrets = [sample.secret], now = at) =>
    webhooks.verify(rawBody, headers, secrets, now);

  it('accepts a genuine delivery, also while the secret is being rotated', () => {
    expect(verify(genuine())).toEqual({ ok: true });
    expect(verify(genuine(), ['another-secret', sample.secret])).toEqual({ ok: true });
  });

  const signsBody = sample.signsBody ?? true;
  itIf(signsBody)('refuses another body, one byte longer or shorter or changed', () => {
    const { rawBody, headers } = genuine();
    const changed = Uint8Array.from(rawBody);
    changed[changed.length - 2] = (changed[changed.length - 2] ?? 0) ^ 1;
    const longer = Uint8Array.from([...rawBody, sample.signsMeaning ? 125 : 32]);
    for (const body of [changed, rawBody.slice(0, -1), longer, new Uint8Array()]) {
      expect(verify({ rawBody: body, headers })).toEqual({ ok: false, reason: 'forged' });
    }
  });

  it('refuses a signature of somebody else', () => {
    expect(verify(sample.sign('ref-1', 'somebody-else', at))).toEqual({ ok: false, reason: 'forged' });
    expect(verify(genuine(), ['somebody-else'])).toEqual({ ok: false, reason: 'forged' });
  });

  it('fails closed without secrets, header or sense', () => {
    const { rawBody, headers } = genuine();
    const { [signatureHeader]: _signature, ...bare } = headers;
    expect(verify(genuine(), [])).toEqual({ ok: false, reason: 'no_secret' });
    expect(verify(sample.sign('ref-1', '', at), [''])).toMatchObject({ ok: false });
    expect(verify({ rawBody, headers: bare })).toEqual({ ok: false, reason: 'no_signature' });
    for (const nonsense of ['', 'x', 'v1=', 't=,v1=', 't=1', ',,,', 'sha256=', '%00']) {
      expect(verify({ rawBody, headers: { ...headers, [signatureHeader]: nonsense } }).ok).toBe(false);
    }
  });

  const { staleAfterMs } = sample;
  itIf(staleAfterMs !== null)('refuses a genuine delivery that is stale, or of the future', () => {
    const age = (staleAfterMs ?? 0) + 1000;
    expect(verify(genuine(), [sample.secret], at + age)).toEqual({ ok: false, reason: 'stale' });
    expect(verify(genuine(), [sample.secret], at - age)).toEqual({ ok: false, reason: 'stale' });
  });
}

function describeParsing(webhooks: ProviderWebhooks, sample: WebhookConformance): void {
  const at = Date.parse('2026-03-04T05:06:07Z');

  it('names the post that a delivery speaks of, and the delivery the same each time', () => {
    const first = sample.sign('ref-1', sample.secret, at);
    const replayed = sample.sign('ref-1', sample.secret, at + 60_000);
    const hint = webhooks.parse(first.rawBody, first.headers);
    expect(hint?.references).toContain('ref-1');
    expect(hint?.dedupeKey).toBeTruthy();
    expect(webhooks.parse(replayed.rawBody, replayed.headers)?.dedupeKey).toBe(hint?.dedupeKey);
    const other = sample.sign('ref-2', sample.secret, at);
    expect(webhooks.parse(other.rawBody, other.headers)?.dedupeKey).not.toBe(hint?.dedupeKey);
  });

  it('tells two events of one post apart, in whichever order and however often they come', () => {
    const events = (['published', 'failed'] as const).map((event) =>
      sample.sign('ref-1', sample.secret, at, event),
    );
    const hints = [...events, ...events.toReversed()].map(({ rawBody, headers }) =>
      webhooks.parse(rawBody, headers),
    );
    const keys = hints.map((hint) => hint?.dedupeKey);
    expect(keys).toEqual([keys[0], keys[1], keys[1], keys[0]]);
    expect(keys[0]).not.toBe(keys[1]);
    for (const hint of hints) expect(hint?.references).toContain('ref-1');
  });

  it.each(['', 'null', '[]', '"text"', '{', '{"type":5}', '<html>'])(
    'makes no hint of the body %p',
    (body) => {
      expect(webhooks.parse(Buffer.from(body), {})).toBeNull();
    },
  );
}
