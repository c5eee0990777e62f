import type { RunningSandbox } from '../src';
import { JsonClient } from './json-client';

/** What lies below `/_sandbox`, as users of the sandbox call it. */
export function adminOf(sandbox: RunningSandbox): JsonClient {
  return new JsonClient(sandbox, `${sandbox.url}/_sandbox`, {});
}
