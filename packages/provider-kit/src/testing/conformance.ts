/** The suite that every provider package runs against a running upstream. */
import { describeChanges } from './conformance-change';
import { describeClocks } from './conformance-clock';
import { describeHostileReplies } from './conformance-hostile';
import { describeRead } from './conformance-read';
import { describeRegistration } from './conformance-registration';
import { describeSecrets } from './conformance-secrets';
import { describeLookup, describeSettling, describeTrouble } from './conformance-settle';
import { describeDescriptor, describePlan, describeWebhooks } from './conformance-static';
import { describeConnection, describeRepetition, describeSubmit } from './conformance-submit';
import type { ConformanceOptions } from './conformance-types';

/**
 * Declares the jest tests that prove a provider keeps the contract. A group is skipped only for a capability
 * that the provider's own descriptor denies.
 */
export function describeProviderConformance(given: ConformanceOptions): void {
  // As in the gateway, where one provider serves every connection of its kind.
  const provider = given.create();
  const options = { ...given, create: () => provider };
  // Some tests wait for time-outs of their own.
  jest.setTimeout(60_000);
  describe(`${options.name} keeps the provider contract`, () => {
    describeDescriptor(options);
    describePlan(options);
    describeConnection(options);
    describeSubmit(options);
    describeRepetition(options);
    describeSettling(options);
    describeTrouble(options);
    describeLookup(options);
    describeClocks(options);
    describeRead(options);
    describeHostileReplies(options);
    describeChanges(options);
    describeWebhooks(options);
    describeRegistration(options);
    describeSecrets(options);
  });
}
