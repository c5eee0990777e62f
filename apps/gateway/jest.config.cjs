module.exports = {
  ...require('../../jest.preset.cjs')(__dirname),
  globalSetup: '<rootDir>/test/cluster-setup.ts',
  globalTeardown: '<rootDir>/test/cluster-teardown.ts',
  testSequencer: '<rootDir>/test/slowest-first.cjs',
  // Specs wait for upstreams most of their time.
  maxWorkers: 4,
};
