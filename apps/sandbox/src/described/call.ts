import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import { presignPut, type ObjectStorage } from '../frame/object-storage';
import type { Answers } from './answers';
import type { Customers } from './customers';
import type { Call, Params, Problem, RawQuery, ReadVariant } from './description';
import { Desk, type DeskParts } from './desk';
import type { Customer, Group } from './model';
import { Refusal } from './refusal';

/** What every call of one upstream is made of. */
export interface CallParts extends DeskParts {
  readonly prefix: string;
  readonly customers: Customers;
  readonly answers: Answers;
  readonly keyOf: (request: FastifyRequest) => string | null;
  readonly variant: ReadVariant;
  /** null = the upstream takes no files beside its API. */
  readonly storage: ObjectStorage | null;
}

export interface Caller {
  readonly customer: Customer;
  readonly scope: string;
}

/** One request as the description sees it. */
export function callOf(
  request: FastifyRequest,
  { customer, scope }: Caller,
  newestMs: number,
  parts: CallParts,
): Call {
  const { description, clock, answers, variant, prefix } = parts;
  const read = <S extends z.ZodType>(schema: S, value: unknown, place: 'body' | 'query'): z.output<S> => {
    const result = schema.safeParse(value ?? {});
    if (result.success) return result.data;
    throw new Refusal(description.refusals.invalid(result.error.issues.flatMap(problemsOf), place));
  };
  return {
    customer,
    scope,
    accounts: customer.accounts.filter(
      (account) => (account.scope ?? '') === scope && isMadeBy(customer.createdAt, newestMs),
    ),
    params: request.params as Params,
    headers: request.headers,
    rawBody: request.body,
    rawQuery: request.query as RawQuery,
    body: (schema) => read(schema, request.body, 'body'),
    query: (schema) => read(schema, { ...(request.query as RawQuery) }, 'query'),
    desk: new Desk(parts, customer.number, scope, newestMs),
    nowMs: clock.now(),
    now: clock.iso(),
    url: (path) => `${hostOf(request)}${prefix}${description.basePath}${path}`,
    variant,
    presign: (key, contentType, group) => presign(parts, key, contentType, group),
    cached: (key, forMs, build) => answers.get(JSON.stringify([customer.number, scope, key]), forMs, build),
  };
}

function presign(
  { storage, board }: CallParts,
  key: string,
  contentType: string,
  group: Group | undefined,
): { putUrl: string; fileUrl: string } {
  if (storage === null) throw new Error('This upstream takes no files beside its API.');
  if (group !== undefined) board.alias(group, key);
  return { putUrl: presignPut(storage, key, contentType), fileUrl: `${storage.baseUrl()}/${key}` };
}

/** A proxy before the sandbox is what the caller knows. */
function hostOf({ headers, host }: FastifyRequest): string {
  const forwarded = headers['x-forwarded-host'];
  return `http://${typeof forwarded === 'string' ? forwarded : host}`;
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: `Unknown: ${key}`,
      isUnknown: true,
    }));
  }
  return [{ path: issue.path.join('.'), message: issue.message, isUnknown: false }];
}
