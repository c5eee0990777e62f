/** Pure functions alone: what a person sees is tested in a browser (`npm run test:e2e`). */
module.exports = require('../../jest.preset.cjs')(__dirname);
