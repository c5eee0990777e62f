import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Config } from '../../config/config';
import { EVENT_SCHEMA } from '../../events/event.dto';
import { ProblemDto } from '../problem.dto';
import type { Document } from './document-types';
import { describeDtoRules } from './dto-rules';
import { exampleBodies, exampleMembers } from './examples';
import { describeHeaders } from './headers';
import { nameEnums, namePlatforms } from './named-schemas';
import { describeOperations } from './operations';
import { describeParameters } from './parameters';
import { describeProblems } from './problem-responses';
import { closeRequestBodies, dropUnused, unwrapReferences } from './schema-forms';

const DESCRIPTION = `One gate to every publisher.

Ids are opaque; times are RFC 3339 in UTC. Lists are keyset pages, newest first. Unknown fields of a body are refused.

Every error is a problem document (RFC 9457) with a \`code\`; \`type\` links to a page about it. An unknown path is 404, a method that a path does not know 405 with \`Allow\`.

Send \`X-Request-Id\` to find a request in the log, and \`Idempotency-Key\` with a POST to make it repeatable.`;

/** The document, generated from the controllers and DTOs, and completed by what follows from them. */
export function openApiDocument(app: NestFastifyApplication, config: Config): OpenAPIObject {
  describeDtoRules();
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Postern')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(config.publicUrl ?? '/', 'This gateway')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key of a workspace.' }, 'key');
  const made = SwaggerModule.createDocument(app, builder.build(), { extraModels: [ProblemDto] });
  complete(made as unknown as Document);
  return made;
}

function complete(document: Document): void {
  document.components.schemas.Event = EVENT_SCHEMA;
  unwrapReferences(document);
  nameEnums(document);
  namePlatforms(document);
  describeOperations(document);
  describeParameters(document);
  closeRequestBodies(document);
  exampleMembers(document);
  exampleBodies(document);
  describeProblems(document);
  describeHeaders(document);
  dropUnused(document);
}

export function serveOpenApi(app: NestFastifyApplication, config: Config): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, config), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Postern API',
    swaggerOptions: { persistAuthorization: false },
  });
}
