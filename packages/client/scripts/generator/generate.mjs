import openapiTypescript, { astToString } from 'openapi-typescript';
import * as prettier from 'prettier';
import { modelsFile } from './models.mjs';
import { describeOperations, operationsFile } from './operations.mjs';
import { resourcesFile } from './resources.mjs';

const NOTE =
  '/** Generated from the OpenAPI document by scripts/generate.mjs: change the gateway, then generate anew. */\n';

/**
 * @param {object} document OpenAPI 3.1
 * @returns {Promise<Record<string, string>>} the text of each file by its name
 */
export async function generate(document) {
  // A default makes a field optional for who sends it; the replies' schemas list theirs as required.
  const tree = await openapiTypescript(JSON.parse(JSON.stringify(document)), { defaultNonNullable: false });
  const described = describeOperations(document);
  const files = {
    'schema.ts': astToString(tree),
    'models.ts': modelsFile(document),
    'operations.ts': operationsFile(described),
    'resources.ts': resourcesFile(described),
  };
  const style = await prettier.resolveConfig(new URL(import.meta.url).pathname);
  const formatted = Object.entries(files).map(async ([name, text]) => [
    name,
    await prettier.format(NOTE + text, { ...style, parser: 'typescript' }),
  ]);
  return Object.fromEntries(await Promise.all(formatted));
}
