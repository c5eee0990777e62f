/** Rules about a manifest that its shape alone cannot say. */
import { ExpressionError, Expressions } from './expression';
import { expressionsOf, operationsOf, templatesOf, type TemplatePlace } from './manifest-places';
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import type { Manifest } from './manifest-schema';
import { nearestName } from './nearest';
import { placeholdersOf } from './template';

/** What a placeholder may begin with. */
const SCOPES = ['connection', 'variables', 'account', 'post', 'ref', 'change', 'page', 'scope', 'upload'];

export function checkManifest(manifest: Manifest): ManifestIssue[] {
  return [
    ...connectionIssues(manifest),
    ...templatesOf(manifest).flatMap((place) => templateIssues(manifest, place)),
    ...expressionIssues(manifest),
    ...requestIssues(manifest),
    ...recipeIssues(manifest),
    ...platformIssues(manifest),
  ];
}

function connectionIssues({ connection }: Manifest): ManifestIssue[] {
  const known = Object.keys(connection.properties);
  const unknown = connection.required.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [
          manifestIssue(
            'manifest.value',
            `connection.required.${index}`,
            `There is no property "${name}".`,
            nearestName(name, known),
          ),
        ],
  );
  const patterns = Object.entries(connection.properties).flatMap(([name, { pattern }]) =>
    pattern === undefined || isPattern(pattern)
      ? []
      : [
          manifestIssue(
            'manifest.value',
            `connection.properties.${name}.pattern`,
            'This is no regular expression.',
          ),
        ],
  );
  return [...unknown, ...patterns];
}

function templateIssues(
  manifest: Manifest,
  { place, template, mayHoldSecrets }: TemplatePlace,
): ManifestIssue[] {
  return placeholdersOf(template).flatMap((placeholder) => {
    const [scope = '', name = ''] = placeholder.split('.');
    if (!SCOPES.includes(scope) || name === '') {
      return [
        manifestIssue(
          'manifest.placeholder',
          place,
          `{${placeholder}} starts with none of ${SCOPES.join(', ')}.`,
          nearestName(scope, SCOPES),
        ),
      ];
    }
    if (scope === 'variables') return missingName(place, placeholder, name, Object.keys(manifest.variables));
    if (scope !== 'connection') return [];
    const { properties } = manifest.connection;
    if (properties[name]?.writeOnly && !mayHoldSecrets) {
      return [
        manifestIssue(
          'manifest.secret',
          place,
          `{${placeholder}} is a secret; secrets may stand in headers only.`,
        ),
      ];
    }
    return missingName(place, placeholder, name, Object.keys(properties));
  });
}

function missingName(place: string, placeholder: string, name: string, known: string[]): ManifestIssue[] {
  return known.includes(name)
    ? []
    : [
        manifestIssue(
          'manifest.placeholder',
          place,
          `{${placeholder}} is not declared.`,
          nearestName(name, known),
        ),
      ];
}

function expressionIssues(manifest: Manifest): ManifestIssue[] {
  const expressions = new Expressions();
  return expressionsOf(manifest).flatMap(({ place, expression }) => {
    try {
      expressions.compile(expression, place);
      return [];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return [manifestIssue('manifest.expression', place, error.message.slice(place.length + 2))];
    }
  });
}

/** Over HTTP an operation is an address, over MCP a tool. */
function requestIssues(manifest: Manifest): ManifestIssue[] {
  return operationsOf(manifest).flatMap(([place, operation]) => {
    if (manifest.transport.kind === 'mcp') {
      // A variant that names no tool calls the create's.
      const inherits = place.includes('.variants.');
      return operation.tool === undefined && !inherits
        ? [manifestIssue('manifest.request', `${place}.tool`, 'Name the tool to call.')]
        : [];
    }
    if (operation.tool !== undefined)
      return [manifestIssue('manifest.request', `${place}.tool`, 'Tools are for transport.kind "mcp".')];
    return operation.path === ''
      ? [manifestIssue('manifest.request', `${place}.path`, 'Give the path of the request.')]
      : [];
  });
}

function recipeIssues(manifest: Manifest): ManifestIssue[] {
  const { operations, media, find, post } = manifest;
  const issues: ManifestIssue[] = [];
  if (find && !operations.listPosts)
    issues.push(manifestIssue('manifest.recipe', 'find', 'Posts are found in a list: give listPosts.'));
  if (find && (post.echo.text === undefined || post.echo.account === undefined)) {
    issues.push(
      manifestIssue(
        'manifest.recipe',
        'find',
        'Posts are found by text and account: give post.echo.text and post.echo.account.',
      ),
    );
  }
  if (!operations.getPost && !operations.listPosts) {
    issues.push(
      manifestIssue(
        'manifest.recipe',
        'operations',
        'Posts can never be read: give getPost, listPosts or both.',
      ),
    );
  }
  if (operations.createPost.method === 'GET') {
    issues.push(
      manifestIssue('manifest.recipe', 'operations.createPost.method', 'A create cannot be a GET.'),
    );
  }
  if (
    !media.byUrl &&
    !media.upload &&
    Object.values(manifest.platforms).some((each) => each.rules.media?.max !== 0)
  ) {
    issues.push(
      manifestIssue(
        'manifest.recipe',
        'media',
        'Media can be neither fetched by address nor uploaded: give byUrl or upload.',
      ),
    );
  }
  media.upload?.steps.forEach((step, index) => {
    if ((step.path === undefined) === (step.address === undefined)) {
      issues.push(
        manifestIssue('manifest.recipe', `media.upload.steps.${index}`, 'Give either path or address.'),
      );
    }
  });
  return issues;
}

/** One upstream word for two platforms could not be read back. */
function platformIssues({ platforms }: Manifest): ManifestIssue[] {
  const owners = new Map<string, string>();
  const issues: ManifestIssue[] = [];
  for (const [name, platform] of Object.entries(platforms)) {
    for (const word of new Set(
      [name, platform.word ?? name, ...platform.aliases].map((each) => each.toLowerCase()),
    )) {
      const owner = owners.get(word);
      if (owner !== undefined)
        issues.push(
          manifestIssue('manifest.platform', `platforms.${name}`, `"${word}" already means ${owner}.`),
        );
      owners.set(word, name);
    }
  }
  return issues;
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    // The constructor's exception is the answer.
    return false;
  }
}
