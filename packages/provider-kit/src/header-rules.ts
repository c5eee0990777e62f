/** Which headers a caller may give. Sockets are shared, so that how messages are framed is the client's own business. */

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const BREAKS = /[\0\r\n]/;

/**
 * What says where a message ends or how its connection goes on: a wrong length would make the rest of one caller's
 * body the beginning of another one's request. And `Host`, which is the address's.
 */
const FRAMING = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Why a header of that name must not be given, in a sentence; `null` = it may be. */
export function headerNameProblem(name: string): string | null {
  if (!TOKEN.test(name)) return 'This is no name of a header.';
  return FRAMING.has(name.toLowerCase()) ? `The header ${name} is set by Postern itself.` : null;
}

/** The same of all headers of a request; values are never quoted. */
export function headersProblem(headers: Readonly<Record<string, string>>): string | null {
  for (const [name, value] of Object.entries(headers)) {
    const problem = headerNameProblem(name);
    if (problem !== null) return problem;
    if (BREAKS.test(value)) return `The value of the header ${name} holds a line break.`;
  }
  return null;
}
