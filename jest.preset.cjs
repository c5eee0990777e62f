/**
 * The one Jest preset of every workspace.
 *
 * Jest on Node 20 cannot `require` ES modules, so the packages below, which ship as ESM only, are
 * transformed like our own sources. Extend the list when Jest says "Must use import to load ES Module".
 */
const path = require('node:path');
const process = require('node:process');
const swcrc = JSON.parse(require('node:fs').readFileSync(path.join(__dirname, '.swcrc'), 'utf8'));
delete swcrc.$schema;
// What tells Node's own `import` the names of the exports is a branch that no test can reach.
delete swcrc.module.exportInteropAnnotation;

const ESM_ONLY = [
  '@nestjs',
  'cookie',
  'content-disposition',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'es-toolkit',
  'js-yaml',
  '@redocly',
  'openid-client',
  'oauth4webapi',
  'jose',
  'oidc-provider',
];
const packages = path.join(__dirname, 'packages');

/** @param {string} rootDir the workspace's folder */
module.exports = (rootDir) => ({
  rootDir,
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'].filter((dir) =>
    require('node:fs').existsSync(dir.replace('<rootDir>', rootDir)),
  ),
  testMatch: ['**/*.spec.ts'],
  // For what hangs. How quick something is says a bench, and a busy machine is no failure.
  testTimeout: 30_000,
  setupFiles: [path.join(__dirname, 'jest.setup.cjs')],
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', { ...swcrc, swcrc: false }] },
  // The innermost `node_modules` decides, so that nested copies are found too.
  transformIgnorePatterns: [`/node_modules/(?!.*/node_modules/)(?!(${ESM_ONLY.join('|')})/)`],
  // Tests read the libraries' sources, so that they never run against a stale build.
  moduleNameMapper: {
    '^@postern/provider-kit/testing$': path.join(packages, 'provider-kit/src/testing/index.ts'),
    '^@postern/client/testing$': path.join(packages, 'client/src/testing.ts'),
    '^@postern/sandbox$': path.join(__dirname, 'apps/sandbox/src/index.ts'),
    '^@postern/(core|client|provider-[a-z-]+)$': path.join(packages, '$1/src/index.ts'),
  },
  clearMocks: true,
  ...failureReporter(),
});

/** The gate asks for a list of what failed. */
function failureReporter() {
  if (!process.env.JEST_FAILURES_FOLDER) return {};
  return { reporters: ['default', path.join(__dirname, 'scripts/failure-reporter.cjs')] };
}
