/** An answer other than success, in Postato's envelope: `error` is a code, the message is for people. */
export class Refusal extends Error {
  readonly body: Readonly<Record<string, unknown>>;

  constructor(
    readonly status: number,
    code: string,
    message: string,
    extra: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.body = { error: code, message, ...extra };
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, 'not_found', `${what} not found`);
}

/** @param details what is wrong, by field */
export function invalidRequest(details: Readonly<Record<string, readonly string[]>>): Refusal {
  return new Refusal(400, 'INVALID_REQUEST', 'The request is invalid', { details });
}

/** The code of this 409 is named nowhere. */
export function stateConflict(message: string): Refusal {
  return new Refusal(409, 'conflict', message);
}

/** One broken platform rule. */
export interface RuleBreach {
  readonly field: string;
  readonly message: string;
  readonly platform: string;
  readonly code: string;
}

export function validationFailed(errors: readonly RuleBreach[]): Refusal {
  return new Refusal(422, 'VALIDATION_FAILED', 'The post breaks rules of its platform', { errors });
}
