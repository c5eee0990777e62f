import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Config } from '../../config/config';
import { PROBLEM_CODES, type ProblemCode, PROBLEMS } from '../problem';
import { ProblemDto } from '../problem.dto';

/** The document, generated from the controllers and DTOs at the first request for it. */
export function openApiDocument(app: NestFastifyApplication, config: Config): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Postern')
    .setDescription(
      'One gate to every publisher. Ids are opaque; times are RFC 3339 in UTC; lists are keyset pages, ' +
        'newest first; every error is a problem document (RFC 9457).',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key of a workspace.' }, 'key');
  if (config.publicUrl) builder.addServer(config.publicUrl);
  const document = SwaggerModule.createDocument(app, builder.build(), { extraModels: [ProblemDto] });
  return withProblems(document);
}

export function serveOpenApi(app: NestFastifyApplication, config: Config): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, config), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Postern API',
    swaggerOptions: { persistAuthorization: false },
  });
}

interface Operation {
  security?: unknown[];
  parameters?: unknown[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Names the errors of each operation, so that a generated client knows them all. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const components = (document.components ??= {});
  components.responses = Object.fromEntries(PROBLEM_CODES.map((code) => [code, responseOf(code)]));
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      for (const [status, codes] of byStatus(problemsOf(method, path, operation))) {
        operation.responses[status] ??= referTo(codes);
      }
    }
  }
  return document;
}

function problemsOf(method: string, path: string, operation: Operation): ProblemCode[] {
  const codes: ProblemCode[] = ['MALFORMED_REQUEST', 'METHOD_NOT_ALLOWED', 'INTERNAL', 'UNAVAILABLE'];
  if (operation.security?.length) codes.push('UNAUTHENTICATED', 'FORBIDDEN_SCOPE', 'RATE_LIMITED');
  if (path.includes('{')) codes.push('NOT_FOUND');
  if (operation.parameters?.length || operation.requestBody) codes.push('VALIDATION');
  if (operation.requestBody) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  if (method === 'post') codes.push('IDEMPOTENCY_CONFLICT', 'IDEMPOTENCY_IN_FLIGHT');
  if (method !== 'get') codes.push('CONFLICT');
  return codes;
}

function byStatus(codes: ProblemCode[]): Map<string, ProblemCode[]> {
  const map = new Map<string, ProblemCode[]>();
  for (const code of codes) {
    const status = String(PROBLEMS[code].status);
    map.set(status, [...(map.get(status) ?? []), code]);
  }
  return map;
}

function referTo(codes: ProblemCode[]): unknown {
  const [only] = codes;
  if (codes.length === 1 && only) return { $ref: `#/components/responses/${only}` };
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function responseOf(code: ProblemCode) {
  return {
    description: `\`${code}\`: ${PROBLEMS[code].title}`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
