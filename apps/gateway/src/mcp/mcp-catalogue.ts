import {
  operationsOf,
  resolved,
  standalone,
  type ApiOperation,
  type JsonSchema,
  type OpenApiDocument,
} from './api-operations';
import { MCP_TOOLS, type McpTool } from './mcp-tools';

/** A tool with what it stands for. */
export interface CatalogueEntry {
  tool: McpTool;
  /** One operation, or two of which the arguments choose. */
  operations: { by: 'postId' | 'groupId' | null; operation: ApiOperation }[];
  inputSchema: JsonSchema & { type: 'object' };
  /** `undefined` where the answer has one of two shapes. */
  outputSchema: (JsonSchema & { type: 'object' }) | undefined;
}

const IDEMPOTENCY_KEY: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description:
    'Any text of your own that names this very request. The same key and arguments give the first answer ' +
    'again instead of doing it twice.',
};

/** Every tool with the schemas of its operations. */
export function catalogueOf(document: OpenApiDocument): CatalogueEntry[] {
  const operations = operationsOf(document);
  const components = document.components?.schemas ?? {};
  return MCP_TOOLS.map((tool) => {
    const chosen = chosenOf(tool).map(({ by, operationId }) => {
      const operation = operations.get(operationId);
      if (operation === undefined) throw new Error(`The API has no operation ${operationId} (${tool.name}).`);
      return { by, operation };
    });
    const [only] = chosen;
    return {
      tool,
      operations: chosen,
      inputSchema: { ...standalone(inputOf(chosen, components), components), type: 'object' as const },
      outputSchema:
        chosen.length === 1 && only?.operation.reply
          ? { ...standalone(only.operation.reply, components), type: 'object' as const }
          : undefined,
    };
  });
}

function chosenOf({ operation }: McpTool): { by: 'postId' | 'groupId' | null; operationId: string }[] {
  if (typeof operation === 'string') return [{ by: null, operationId: operation }];
  return [
    { by: 'groupId', operationId: operation.groupId },
    { by: 'postId', operationId: operation.postId },
  ];
}

/** The members of query and body side by side, with the id that chooses between two operations. */
function inputOf(chosen: CatalogueEntry['operations'], components: Record<string, JsonSchema>): JsonSchema {
  const properties: Record<string, unknown> = {};
  const required = new Set<string>();
  for (const { by, operation } of chosen) {
    if (by !== null) {
      const what = by === 'postId' ? 'One post: `post_…`.' : 'A whole group: `pg_…`.';
      properties[by] = { type: 'string', description: what };
    }
    for (const { name, required: needed, schema, description } of operation.query) {
      // What can stand in query and body is asked for once.
      properties[name] ??= description === undefined ? schema : { ...schema, description };
      if (needed) required.add(name);
    }
    const body = operation.body === null ? {} : resolved(operation.body, components);
    Object.assign(properties, body.properties);
    for (const name of (body.required as string[] | undefined) ?? []) required.add(name);
    if (operation.repeatable) properties.idempotencyKey = IDEMPOTENCY_KEY;
  }
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}
