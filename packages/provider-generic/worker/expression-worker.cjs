// @ts-check
/**
 * Evaluates expressions of manifests in a thread of its own, which `expression-thread.ts` ends when one takes too
 * long or too much memory. Plain JavaScript, because a thread is started from a file, whether the package runs
 * from its sources or from its build. Answers in the order of the requests.
 */
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const jsonata = require('jsonata');

/** Compiled expressions, the least recently used first. */
const compiled = new Map();

function compile(source) {
  const known = compiled.get(source);
  compiled.delete(source);
  const expression = known ?? jsonata(source, workerData.guards);
  compiled.set(source, expression);
  if (compiled.size > workerData.mostCompiled) compiled.delete(compiled.keys().next().value);
  return expression;
}

async function evaluate({ source, input }) {
  const result = await compile(source).evaluate(JSON.parse(input));
  if (result === undefined) return { ok: true, json: null };
  const json = JSON.stringify(result);
  if (json === undefined) return { ok: true, json: null };
  return json.length > workerData.resultLength
    ? { ok: false, message: 'the result is too large', overrun: false }
    : { ok: true, json };
}

let last = Promise.resolve();

parentPort.on('message', (request) => {
  last = last
    .then(() => evaluate(request))
    // JSONata throws plain objects with a message as well as errors.
    .catch((error) => ({
      ok: false,
      message: error?.message ? String(error.message) : 'the expression failed',
      // The library's own clock ran out.
      overrun: error?.code === 'D1012',
    }))
    .then((answer) => parentPort.postMessage(answer));
});
