/** Rules about a manifest that its shape alone cannot say. */
import { headerNameProblem } from '@postern/provider-kit';
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import { nameIssues } from './manifest-names';
import { operationsOf } from './manifest-places';
import { recipeIssues } from './manifest-recipe';
import type { Manifest } from './manifest-schema';
import { nearestName } from './nearest';

export function checkManifest(manifest: Manifest): ManifestIssue[] {
  return [
    ...connectionIssues(manifest),
    ...requestIssues(manifest),
    ...headerIssues(manifest),
    ...platformIssues(manifest),
    // The rest reads expressions, which must be sound for that.
    ...namesAndRecipe(manifest),
  ];
}

function namesAndRecipe(manifest: Manifest): ManifestIssue[] {
  const names = nameIssues(manifest);
  const broken = names.some(({ rule }) => rule === 'manifest.expression');
  return broken ? names : [...names, ...recipeIssues(manifest)];
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

/** Over HTTP an operation is an address, over MCP a tool. */
function requestIssues(manifest: Manifest): ManifestIssue[] {
  return [...fileIssues(manifest), ...operationsOf(manifest).flatMap(reachable)];

  function reachable([place, operation]: ReturnType<typeof operationsOf>[number]): ManifestIssue[] {
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
  }
}

/** Names that no request can bear are told here rather than at the first post. */
function headerIssues(manifest: Manifest): ManifestIssue[] {
  const { transport, idempotency, media } = manifest;
  const places: [place: string, names: string[]][] = [
    ['transport.headers', Object.keys(transport.headers)],
    ...operationsOf(manifest).map(([place, { headers = {} }]): [string, string[]] => [
      `${place}.headers`,
      Object.keys(headers),
    ]),
    ...(media.upload?.steps ?? []).map(({ headers = {} }, index): [string, string[]] => [
      `media.upload.steps.${index}.headers`,
      Object.keys(headers),
    ]),
  ];
  const found = places.flatMap(([place, names]) =>
    names.map((name) => ({ place: `${place}.${name}`, problem: headerNameProblem(name) })),
  );
  if (idempotency.kind === 'header') {
    found.push({ place: 'idempotency.name', problem: headerNameProblem(idempotency.name) });
  }
  return found.flatMap(({ place, problem }) =>
    problem === null ? [] : [manifestIssue('manifest.request', place, problem)],
  );
}

/** Bytes of media travel as parts of a multipart body and in no other way. */
function fileIssues({ operations: { createPost } }: Manifest): ManifestIssue[] {
  return [createPost, ...createPost.variants].flatMap((each, index) => {
    const { files, encoding } = { ...createPost, ...each };
    if (each.files === undefined || files === undefined || encoding === 'multipart') return [];
    const place = index === 0 ? 'operations.createPost' : `operations.createPost.variants.${index - 1}`;
    return [manifestIssue('manifest.request', `${place}.files`, 'Files need encoding "multipart".')];
  });
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
