/**
 * Node builds this set anew at each access, because Jest's `process` is a copy whose getter cannot replace itself,
 * and axios asks for it at every request.
 */
const process = require('node:process');

Object.defineProperty(process, 'allowedNodeEnvironmentFlags', {
  value: process.allowedNodeEnvironmentFlags,
  configurable: true,
  enumerable: true,
});
