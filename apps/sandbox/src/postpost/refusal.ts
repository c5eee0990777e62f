/** An answer other than success, as PostPost words it. Thrown in handlers, sent by the error handler. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(typeof body['error'] === 'string' ? body['error'] : `status ${status}`);
  }

  static because(status: number, error: string): Refusal {
    return new Refusal(status, { error });
  }
}

/** Express' answer to a route that it does not have. */
export function expressPage(message: string): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<title>Error</title>',
    '</head>',
    '<body>',
    `<pre>${message.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)}</pre>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
