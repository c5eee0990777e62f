const { TestEnvironment } = require('jest-environment-node');

/** Tells each-test.ts whether the test failed, which Jest tells no hook. */
module.exports = class E2eEnvironment extends TestEnvironment {
  handleTestEvent(event) {
    if (event.name === 'test_start') this.global.e2eTestFailed = false;
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.global.e2eTestFailed = true;
  }
};
