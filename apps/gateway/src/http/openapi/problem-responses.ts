/** The refusals of each operation: those that it can give and no others. */
import { exampleProblem } from '../error-pages/error-page';
import { PROBLEM_CODES, type ProblemCode, PROBLEMS } from '../problem';
import {
  type Document,
  operationsOf,
  type PlacedOperation,
  type Response,
  schemaRef,
} from './document-types';
import { isRepeatable } from './parameters';

export const PROBLEM_TYPE = 'application/problem+json';

/** Adds the refusals to those that an operation names itself, and makes all of them problem documents. */
export function describeProblems(document: Document): void {
  const { components } = document;
  components.responses = Object.fromEntries(PROBLEM_CODES.map((code) => [code, responseOf([code])]));
  components.examples = {
    ...components.examples,
    ...Object.fromEntries(PROBLEM_CODES.map((code) => [code, { value: exampleProblem(code) }])),
  };
  for (const placed of operationsOf(document)) {
    const { operation } = placed;
    for (const [status, codes] of byStatus(problemsOf(placed))) {
      const [only] = codes;
      const own = operation.responses[status];
      if (own !== undefined) completeOwn(own, codes);
      else if (codes.length === 1 && only !== undefined) {
        operation.responses[status] = { $ref: `#/components/responses/${only}` } as Response;
      } else operation.responses[status] = responseOf(codes);
    }
    for (const [status, response] of Object.entries(operation.responses)) {
      if (status >= '400' && response.$ref === undefined) completeOwn(response, codesOf(status));
    }
    operation.responses = Object.fromEntries(
      Object.entries(operation.responses).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  }
}

function problemsOf({ path, method, operation }: PlacedOperation): ProblemCode[] {
  const codes: ProblemCode[] = ['MALFORMED_REQUEST', 'REQUEST_TIMEOUT', 'HEADERS_TOO_LARGE', 'INTERNAL'];
  const withKey = (operation.security ?? []).length > 0;
  if (withKey) codes.push('UNAUTHENTICATED', 'FORBIDDEN_SCOPE', 'RATE_LIMITED');
  if (withKey || method !== 'get') codes.push('UNAVAILABLE');
  // A browser's session has to prove what a key need not.
  if (withKey && method !== 'get') codes.push('FORBIDDEN_CSRF', 'FORBIDDEN_ORIGIN');
  if (path.includes('{')) codes.push('NOT_FOUND');
  // A body is read wherever one may be sent, also where none is asked for.
  if (method !== 'get') codes.push('VALIDATION', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  else if (operation.parameters?.some((parameter) => parameter.in !== 'path')) codes.push('VALIDATION');
  if (operation.responses['409'] !== undefined) codes.push('CONFLICT');
  if (isRepeatable(operation)) codes.push('IDEMPOTENCY_CONFLICT', 'IDEMPOTENCY_IN_FLIGHT');
  return codes;
}

function codesOf(status: string): ProblemCode[] {
  return PROBLEM_CODES.filter(
    (code) => String(PROBLEMS[code].status) === status && !code.startsWith('IDEMPOTENCY'),
  );
}

/** What an operation says of a refusal stays; what it leaves open is filled in. */
function completeOwn(response: Response, codes: ProblemCode[]): void {
  const standard = responseOf(codes);
  response.description ||= standard.description;
  // A check that fails answers with its result.
  if (response.content?.['application/json'] !== undefined) return;
  const media = (response.content ??= {})[PROBLEM_TYPE] ?? {};
  media.schema ??= schemaRef('Problem');
  if (media.example === undefined) media.examples ??= examplesOf(codes);
  response.content = { [PROBLEM_TYPE]: media };
}

function responseOf(codes: ProblemCode[]): Response {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
    content: { [PROBLEM_TYPE]: { schema: schemaRef('Problem'), examples: examplesOf(codes) } },
  };
}

const examplesOf = (codes: ProblemCode[]) =>
  Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));

function byStatus(codes: ProblemCode[]): Map<string, ProblemCode[]> {
  const map = new Map<string, ProblemCode[]>();
  for (const code of codes) {
    const status = String(PROBLEMS[code].status);
    map.set(status, [...(map.get(status) ?? []), code]);
  }
  return map;
}
