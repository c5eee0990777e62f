/** From any JSON value to a manifest, or to every problem with its place and the nearest right name. */
import type { z } from 'zod';
import { checkManifest } from './manifest-check';
import { resolveExtends } from './manifest-extends';
import { manifestIssue, type ManifestIssue, type ManifestRule } from './manifest-issue';
import { manifestSchema, type Manifest } from './manifest-schema';
import { nearestName } from './nearest';
import { shippedPresets, type PresetSource } from './preset-files';
import { knownKeysAt } from './schema-keys';
import { withWebhookSecrets } from './webhook-secrets';

export type ParsedManifest = { ok: true; manifest: Manifest } | { ok: false; issues: ManifestIssue[] };

/**
 * `extends` is resolved first, so that places are those of the merged manifest. `presets` stands in for the
 * shipped ones in tests.
 */
export function parseManifest(json: unknown, presets: PresetSource = shippedPresets): ParsedManifest {
  const resolved = resolveExtends(json, presets);
  if (!resolved.ok) return resolved;
  const parsed = manifestSchema.safeParse(resolved.json, { reportInput: true });
  if (!parsed.success) {
    return { ok: false, issues: parsed.error.issues.flatMap((issue) => readIssue(issue, [])) };
  }
  const manifest = withWebhookSecrets(parsed.data);
  const issues = checkManifest(manifest);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, manifest };
}

function readIssue(issue: z.core.$ZodIssue, outer: readonly PropertyKey[]): ManifestIssue[] {
  const path = [...outer, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const suggestion = nearestName(key, knownKeysAt(manifestSchema, path));
        return plain('manifest.unknown_key', [...path, key], `There is no key "${key}" here.`, suggestion);
      });
    case 'invalid_value':
      return [plain('manifest.value', path, issue.message, nearestOf(issue.input, issue.values))];
    case 'invalid_union':
      return unionIssues(issue, path);
    case 'invalid_key':
      return [plain('manifest.value', path, issue.issues[0]?.message ?? issue.message)];
    case 'invalid_type':
      return [plain('manifest.type', path, issue.message)];
    default:
      return [plain('manifest.value', path, issue.message)];
  }
}

/** Of a union, the member that came nearest: the one with something to say about a key or a value. */
function unionIssues(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): ManifestIssue[] {
  const members = issue.errors.map((errors) => errors.flatMap((error) => readIssue(error, path)));
  const helpful = members.filter((each) => each.some((one) => one.suggestion !== null));
  const deepest = members.filter((each) =>
    each.some((one) => one.path.length > path.map(String).join('.').length),
  );
  return helpful[0] ?? deepest[0] ?? [plain('manifest.type', path, issue.message)];
}

function nearestOf(input: unknown, values: readonly unknown[]): string | null {
  const names = values.filter((value) => typeof value === 'string');
  return typeof input === 'string' ? nearestName(input, names) : null;
}

function plain(
  rule: ManifestRule,
  path: readonly PropertyKey[],
  message: string,
  suggestion: string | null = null,
): ManifestIssue {
  return manifestIssue(rule, path.map(String).join('.'), message, suggestion);
}
