/** What the upstreams do wrong for a while: rules of the sandbox's scenario language, with chances. */
import { UPSTREAMS, type Rule, type Upstream } from '../house/sandbox-control';
import type { Seeded } from './seeded';

/** The calls that make or publish a post. */
const WRITES: Readonly<Record<Upstream, readonly string[]>> = {
  layers: [
    'layers.create-uploads',
    'layers.finalize-upload',
    'layers.publish',
    'layers.publish',
    'layers.schedule',
  ],
  postpost: [
    'postpost.create-post',
    'postpost.update-post',
    'postpost.update-post',
    'postpost.get-upload-url',
  ],
  postato: ['postato.create'],
};
/** The call that publishes: what refuses it refuses the post. */
const LAST_WRITES: Readonly<Record<Upstream, readonly string[]>> = {
  layers: ['layers.publish', 'layers.schedule'],
  postpost: ['postpost.update-post'],
  postato: ['postato.create'],
};
const LISTS: Readonly<Record<Upstream, string>> = {
  layers: 'layers.list-posts',
  postpost: 'postpost.list-posts',
  postato: 'postato.list',
};

const LOST_REPLIES = ['accept-then-reset', 'accept-then-500', 'malformed-json', 'truncated-json'];
const BAD_HOOKS = [
  'drop-webhook',
  'duplicate-webhook',
  'reorder-webhooks',
  'stale-webhook',
  'forged-webhook',
];

type Draw = (chance: Seeded, upstream: Upstream) => Omit<Rule, 'upstream'>;

const KINDS: readonly Draw[] = [
  // An upstream that hangs costs the whole time-out, so it is rarer than one that hangs up.
  (chance, upstream) => ({
    kind: 'accept-then-hang',
    operation: chance.pick(WRITES[upstream]),
    probability: chance.between(0.05, 0.25),
  }),
  ...LOST_REPLIES.map((kind): Draw => {
    return (chance, upstream) => ({
      kind,
      operation: chance.pick([...WRITES[upstream], '*']),
      probability: chance.between(0.1, 0.5),
    });
  }),
  // Nothing is done, and the caller cannot know.
  (chance) => ({ kind: 'hang', operation: '*', probability: chance.between(0.02, 0.1) }),
  (chance) => ({ kind: 'reset', operation: '*', probability: chance.between(0.1, 0.4) }),
  (chance, upstream) => ({
    kind: '429',
    operation: chance.pick([...WRITES[upstream], '*']),
    probability: chance.between(0.1, 0.4),
    retryAfterSeconds: chance.whole(1, 3),
  }),
  (chance, upstream) => ({
    kind: '429',
    operation: chance.pick([...WRITES[upstream], '*']),
    probability: chance.between(0.1, 0.4),
    retryAfterSeconds: null,
  }),
  (chance, upstream) => ({
    kind: '503',
    operation: chance.pick([...WRITES[upstream], '*']),
    probability: chance.between(0.1, 0.4),
  }),
  (chance) => ({ kind: 'html-502', operation: '*', probability: chance.between(0.1, 0.3) }),
  (chance) => ({
    kind: 'slow',
    operation: '*',
    probability: chance.between(0.1, 0.5),
    delayMs: chance.whole(200, 3_000),
  }),
  (chance) => ({
    kind: 'slow-drip',
    operation: '*',
    probability: chance.between(0.05, 0.2),
    delayMs: chance.pick([1_000, 8_000]),
  }),
  (chance, upstream) => ({
    kind: 'hide-fresh',
    operation: LISTS[upstream],
    probability: chance.between(0.3, 1),
    delayMs: chance.whole(1_000, 8_000),
  }),
];

/** A few rules for every upstream; webhooks are always unreliable in some way. */
export function planWeather(chance: Seeded): Rule[] {
  return UPSTREAMS.flatMap((upstream) => {
    const rules = chance.some(KINDS, chance.whole(1, 4)).map((draw) => draw(chance, upstream));
    // The one fault by which a post may rightly fail.
    const refusals = chance.chance(0.5)
      ? [
          {
            kind: 'refuse',
            operation: chance.pick(LAST_WRITES[upstream]),
            probability: chance.between(0.05, 0.3),
          },
        ]
      : [];
    const hooks = chance.some(BAD_HOOKS, 2).map((kind) => ({
      kind,
      operation: `${upstream}.webhook`,
      probability: chance.between(0.2, 0.6),
    }));
    return [...rules, ...refusals, ...hooks].map((rule) => ({
      ...rule,
      upstream,
      probability: Math.round(rule.probability === undefined ? 100 : rule.probability * 100) / 100,
      times: null,
    }));
  });
}
