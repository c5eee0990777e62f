import type { FaultRule } from '../frame/faults';
import type { RenderedError, SimContext, Simulator } from '../frame/simulator';
import { DESCRIBED_NAMES, type DescribedName } from '../frame/upstream-names';
import { Announcer } from './announcer';
import { Answers } from './answers';
import { Board } from './board';
import type { CallParts } from './call';
import { Customers, seedState } from './customers';
import type { ReadVariant, Refusals, UpstreamDescription } from './description';
import type { Customer } from './model';
import { Publisher } from './publisher';
import { Rate } from './rate';
import { keyReader, serve } from './serve';
import { storageOf } from './storage';

/** One described upstream to start: its name, or that with choices among its description's variants. */
export type DescribedChoice =
  DescribedName | { readonly name: DescribedName; readonly variants?: Readonly<Record<string, string>> };

/** Plays the upstream that a description tells of at `/generic/<name>`. */
export function createDescribed(
  context: SimContext,
  description: UpstreamDescription,
  { variants = {}, isLimited = false }: { variants?: Readonly<Record<string, string>>; isLimited?: boolean },
): Simulator {
  const prefix = `/generic/${description.name}`;
  const slice = context.store.slice(`described:${description.name}`, () =>
    seedState(description, context.clock.iso()),
  );
  const variant = variantReader(description, variants);
  const { clock } = context;
  const board = new Board(slice, clock);
  const announcer = new Announcer(context, description, slice, variant);
  const publisher = new Publisher(context, description, slice, board, announcer);
  const customers = new Customers(description, slice);
  const answers = new Answers(clock);
  const keyOf = keyReader(description, variant);
  const rate =
    isLimited && description.limits ? new Rate(description.limits, description.refusals, clock) : null;
  const parts: CallParts = {
    ...{ description, slice, clock, board, publisher, announcer, customers, answers },
    ...{ prefix, keyOf, variant, storage: storageOf(context, description, board, prefix) },
  };
  const describe = (customer: Customer) => customers.describe(customer, `${context.baseUrl()}${prefix}`);
  const seeded = (): Customer => {
    const [first] = customers.all();
    if (first === undefined) throw new Error(`The state of ${description.name} has no customer.`);
    return first;
  };
  return {
    name: description.name,
    prefix,
    keyOf,
    routes: (app) => serve(app, parts, rate),
    advance: () => publisher.advance(),
    clockChanged: () => board.clockChanged(),
    seeds: () => describe(seeded()),
    addTenant: () => describe(customers.add(clock.iso())),
    tenants: () => customers.all().slice(1).map(describe),
    renderFault: (rule) => renderFault(description.refusals, rule),
    registerWebhook: ({ url, secret, apiKey }) => {
      const customer = apiKey === undefined ? seeded() : customers.ofKey(apiKey);
      return customer === undefined ? null : announcer.register(customer.number, url, secret).id;
    },
    reset: () => {
      rate?.clear();
      answers.clear();
    },
  };
}

/** Which of the named upstreams to start, each once. Throws a sentence for a name that nothing describes. */
export function choicesOf(
  choices: readonly DescribedChoice[],
): Map<DescribedName, Readonly<Record<string, string>>> {
  return new Map(
    choices.map((choice) => {
      const { name, variants = {} } = typeof choice === 'string' ? { name: choice } : choice;
      if (!DESCRIBED_NAMES.includes(name)) {
        throw new Error(`No described upstream is named ${name}; there are ${DESCRIBED_NAMES.join(', ')}.`);
      }
      return [name, variants];
    }),
  );
}

function variantReader(
  { name: upstream, variants = {} }: UpstreamDescription,
  chosen: Readonly<Record<string, string>>,
): ReadVariant {
  for (const [name, word] of Object.entries(chosen)) {
    if (variants[name]?.includes(word) === true) continue;
    const known = Object.entries(variants).map(([key, words]) => `${key}: ${words.join(' | ')}`);
    throw new Error(`${upstream} has no variant ${name}: ${word}; there are { ${known.join(', ')} }.`);
  }
  return (name) => {
    const word = chosen[name] ?? variants[name]?.[0];
    if (word === undefined) throw new Error(`The description of ${upstream} names no variant ${name}.`);
    return word;
  };
}

function renderFault(refusals: Refusals, { kind, retryAfterSeconds }: FaultRule): RenderedError {
  switch (kind) {
    case 'refuse':
      return refusals.refused;
    case '429':
      return refusals.tooMany(retryAfterSeconds === null ? null : retryAfterSeconds * 1_000);
    case '503':
      return refusals.unavailable;
    default:
      return refusals.internal;
  }
}
