const { createHash } = require('node:crypto');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const process = require('node:process');

/**
 * For the gate (docs/testing/gate.md): each spec file that failed, as a JSON file in the folder that
 * JEST_FAILURES_FOLDER names. Written when the file is over, so that a run that is ended keeps what it knew.
 */
module.exports = class FailureReporter {
  onTestFileResult({ path, context }, { testResults, failureMessage, numFailingTests, testExecError }) {
    if (numFailingTests === 0 && !testExecError) return;
    const { rootDir } = context.config;
    const failed = testResults.filter(({ status }) => status === 'failed');
    const failures = failed.map(({ fullName, failureMessages }) => ({
      name: fullName,
      text: failureMessages.join('\n'),
    }));
    // It could not be run, or something outside of its tests failed.
    if (failures.length === 0) failures.push({ name: '(the file itself)', text: failureMessage ?? '' });
    const folder = process.env.JEST_FAILURES_FOLDER;
    mkdirSync(folder, { recursive: true });
    const name = `${createHash('sha256').update(path).digest('hex').slice(0, 16)}.json`;
    writeFileSync(join(folder, name), JSON.stringify({ rootDir, file: relative(rootDir, path), failures }));
  }
};
