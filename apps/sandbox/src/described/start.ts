import type { SimContext, Simulator } from '../frame/simulator';
import { choicesOf, createDescribed, type DescribedChoice } from './index';
import { DESCRIPTIONS } from './upstreams';

/** Every chosen upstream, once. Throws a sentence for a choice that nothing describes. */
export function createAllDescribed(
  context: SimContext,
  choices: readonly DescribedChoice[],
  isLimited: boolean,
): Simulator[] {
  return [...choicesOf(choices)].map(([name, variants]) => {
    const description = DESCRIPTIONS[name];
    if (description === undefined) throw new Error(`${name} is not described yet.`);
    return createDescribed(context, description, { variants, isLimited });
  });
}
