/** Presets spoilt at any place: the tools for people who write manifests answer, and never fail. */
import fc from 'fast-check';
import { explainManifest, lintManifest, parseManifest, TRIAL_OPERATIONS, tryManifest } from './index';
import { shippedPresets } from './preset-files';

/** Puts a value at the n-th place of the tree, counted in walking order. */
function spoil(node: unknown, at: { left: number }, value: unknown): unknown {
  if (at.left-- === 0) return value;
  if (Array.isArray(node)) return node.map((each) => spoil(each, at, value));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, spoil(each, at, value)]));
}

const spoilt = fc
  .tuple(
    fc.constantFrom(...shippedPresets.names()),
    fc.nat(700),
    fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.constantFrom('post.text', '{account.reference}', '$', 'a|b.0', true),
    ),
  )
  .map(([name, left, value]) => spoil(shippedPresets.read(name), { left }, value));

describe('spoilt presets', () => {
  it('are refused with places and rules, or linted and explained', () => {
    fc.assert(
      fc.property(spoilt, (json) => {
        const parsed = parseManifest(json);
        if (!parsed.ok) {
          expect(parsed.issues.length).toBeGreaterThan(0);
          expect(parsed.issues.every(({ rule }) => rule.startsWith('manifest.'))).toBe(true);
          return;
        }
        expect(lintManifest(parsed.manifest).every(({ rule }) => rule.startsWith('lint.'))).toBe(true);
        expect(explainManifest(parsed.manifest).summary.every((sentence) => sentence !== '')).toBe(true);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('are tried without an exception, whatever the reply', async () => {
    const reply = fc.record({ status: fc.integer({ min: 200, max: 599 }), body: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(
        spoilt,
        fc.constantFrom(...TRIAL_OPERATIONS),
        reply,
        async (json, operation, given) => {
          const parsed = parseManifest(json);
          if (!parsed.ok) return;
          const trial = await tryManifest(parsed.manifest, { operation, reply: given as never });
          expect(trial.requests.length).toBeLessThanOrEqual(20);
          expect(trial.problems.filter((problem) => problem.startsWith('The trial failed'))).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});
