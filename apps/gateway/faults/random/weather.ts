/** What the upstreams do wrong for a while: rules of the sandbox's scenario language, with chances. */
import { routeOf, type Route, type RouteName } from '../house/routes';
import type { Rule } from '../house/sandbox-control';
import type { Seeded } from './seeded';

const LOST_REPLIES = ['accept-then-reset', 'accept-then-500', 'malformed-json', 'truncated-json'];
const BAD_HOOKS = [
  'drop-webhook',
  'duplicate-webhook',
  'reorder-webhooks',
  'stale-webhook',
  'forged-webhook',
];

type Draw = (chance: Seeded, route: Route) => Omit<Rule, 'upstream'>;

const KINDS: readonly Draw[] = [
  // An upstream that hangs costs the whole time-out, so it is rarer than one that hangs up.
  (chance, route) => ({
    kind: 'accept-then-hang',
    operation: chance.pick(route.writes),
    probability: chance.between(0.05, 0.25),
  }),
  ...LOST_REPLIES.map((kind): Draw => {
    return (chance, route) => ({
      kind,
      operation: chance.pick([...route.writes, route.all]),
      probability: chance.between(0.1, 0.5),
    });
  }),
  // Nothing is done, and the caller cannot know.
  (chance, { all }) => ({ kind: 'hang', operation: all, probability: chance.between(0.02, 0.1) }),
  (chance, { all }) => ({ kind: 'reset', operation: all, probability: chance.between(0.1, 0.4) }),
  (chance, route) => ({
    kind: '429',
    operation: chance.pick([...route.writes, route.all]),
    probability: chance.between(0.1, 0.4),
    retryAfterSeconds: chance.whole(1, 3),
  }),
  (chance, route) => ({
    kind: '429',
    operation: chance.pick([...route.writes, route.all]),
    probability: chance.between(0.1, 0.4),
    retryAfterSeconds: null,
  }),
  (chance, route) => ({
    kind: '503',
    operation: chance.pick([...route.writes, route.all]),
    probability: chance.between(0.1, 0.4),
  }),
  (chance, { all }) => ({ kind: 'html-502', operation: all, probability: chance.between(0.1, 0.3) }),
  (chance, { all }) => ({
    kind: 'slow',
    operation: all,
    probability: chance.between(0.1, 0.5),
    delayMs: chance.whole(200, 3_000),
  }),
  (chance, { all }) => ({
    kind: 'slow-drip',
    operation: all,
    probability: chance.between(0.05, 0.2),
    delayMs: chance.pick([1_000, 8_000]),
  }),
  (chance, route) => ({
    kind: 'hide-fresh',
    operation: route.list,
    probability: chance.between(0.3, 1),
    delayMs: chance.whole(1_000, 8_000),
  }),
];

/** A few rules for every route; webhooks are always unreliable in some way. */
export function planWeather(chance: Seeded, routes: readonly RouteName[]): Rule[] {
  return routes.flatMap((name) => {
    const route = routeOf(name);
    const { upstream, lastWrites } = route;
    const rules = chance.some(KINDS, chance.whole(1, 4)).map((draw) => draw(chance, route));
    // The one fault by which a post may rightly fail.
    const refusals =
      lastWrites.length > 0 && chance.chance(0.5)
        ? [{ kind: 'refuse', operation: chance.pick(lastWrites), probability: chance.between(0.05, 0.3) }]
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
