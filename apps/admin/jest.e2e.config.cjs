const preset = require('../../jest.preset.cjs')(__dirname);

/** What a person sees, in a browser, of the real product: e2e/README.md. */
module.exports = {
  ...preset,
  roots: ['<rootDir>/e2e'],
  testMatch: ['**/*.e2e.ts'],
  // For what hangs: a busy machine is no failure.
  testTimeout: 120_000,
  globalSetup: '<rootDir>/e2e/harness/global-setup.ts',
  globalTeardown: '<rootDir>/e2e/harness/global-teardown.ts',
  testEnvironment: '<rootDir>/e2e/harness/environment.cjs',
  setupFilesAfterEnv: ['<rootDir>/e2e/harness/each-test.ts'],
  reporters: [...(preset.reporters ?? ['default']), '<rootDir>/e2e/harness/product-reporter.cjs'],
  // Two browsers' worth of work for two processors; the specs wait for most of their time.
  maxWorkers: 2,
};
