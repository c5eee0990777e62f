const { existsSync, readFileSync } = require('node:fs');
const process = require('node:process');
const { join } = require('node:path');

const LINES = 80;

/** Where something failed, what the product said meanwhile. */
module.exports = class ProductReporter {
  onRunComplete(_contexts, { numFailedTests, numRuntimeErrorTestSuites }) {
    const file = join(__dirname, '../.artifacts/product.log');
    if (numFailedTests + numRuntimeErrorTestSuites === 0 || process.env.POSTERN_E2E_URL || !existsSync(file))
      return;
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    process.stderr.write(
      `\nThe product's last lines (all: ${file}):\n  ${lines.slice(-LINES).join('\n  ')}\n`,
    );
  }
};
