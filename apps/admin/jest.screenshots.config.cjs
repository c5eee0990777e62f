/** The README's pictures, of the real product: `npm run screenshots`. */
module.exports = {
  ...require('./jest.e2e.config.cjs'),
  testMatch: ['<rootDir>/e2e/readme.screenshots.ts'],
  testTimeout: 300_000,
};
