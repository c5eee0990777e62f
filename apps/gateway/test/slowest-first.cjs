const Sequencer = require('@jest/test-sequencer').default;

/**
 * The specs that take longest, so that none of them is left over for the end, when the other workers have nothing
 * to do any more. A fresh clone knows no durations, and goes by the size of files otherwise.
 */
const SLOWEST = [
  'contract',
  'reconcile-cost',
  'commands-rounds',
  'engine-faults',
  'database-loss',
  'commands-upstream',
  'shutdown',
  'never-failed',
  'engine-processes',
  'publishing',
  'cli',
  'presets',
  'traffic-outage',
  'reconcile-states',
  'embedded-postgres',
  'fuzz',
  'load',
].map((name) => `/${name}.spec.ts`);

function place({ path }) {
  const at = SLOWEST.findIndex((name) => path.endsWith(name));
  return at < 0 ? SLOWEST.length : at;
}

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    // What is not listed keeps the order that Jest would have.
    return super.sort(tests).toSorted((one, other) => place(one) - place(other));
  }
};
