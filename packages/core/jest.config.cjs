const preset = require('../../jest.preset.cjs')(__dirname);

// These rules decide whether a post goes out twice or never: `npm test` fails where a branch goes untested.
module.exports = {
  ...preset,
  collectCoverage: true,
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts', '!src/index.ts'],
  coverageReporters: ['text-summary'],
  coverageThreshold: { global: { branches: 95 } },
};
