/** Resolves `extends`: a manifest that says only in what it differs from a preset. */
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import { nearestName } from './nearest';
import type { PresetSource } from './preset-files';

/** Presets that stand one upon another, at most. */
const LONGEST_CHAIN = 3;
/** No manifest is deeper; the rest is left to the strict check, which refuses it. */
const DEEPEST = 40;
const OWN_KEYS = ['id', 'name'] as const;

type Loose = Record<string, unknown>;
type Resolved = { ok: true; json: unknown } | { ok: false; issues: ManifestIssue[] };

/**
 * The manifest with everything that it inherits, which then stands by itself (no `extends` is left). What is no
 * manifest at all, or extends something that is no name, comes back as it is: the schema says what is wrong.
 */
export function resolveExtends(json: unknown, presets: PresetSource): Resolved {
  if (!isLoose(json) || typeof json['extends'] !== 'string') return { ok: true, json };
  const patches: Loose[] = [];
  const seen: string[] = [];
  let current: unknown = json;
  while (isLoose(current) && typeof current['extends'] === 'string') {
    const { extends: preset, ...patch } = current as Loose & { extends: string };
    patches.unshift(patch);
    const problem = chainProblem(preset, seen, presets);
    if (problem) return { ok: false, issues: [problem] };
    seen.push(preset);
    current = presets.read(preset);
  }
  const issues = missingOwnKeys(json, current, patches);
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, json: patches.reduce((base: unknown, patch) => mergePatch(base, patch, 0), current) };
}

function chainProblem(preset: string, seen: readonly string[], presets: PresetSource): ManifestIssue | null {
  if (seen.includes(preset)) {
    return extendsIssue(`The presets extend each other in a circle: ${[...seen, preset].join(' → ')}.`);
  }
  if (seen.length >= LONGEST_CHAIN) {
    return extendsIssue(`The chain ${seen.join(' → ')} is too long; ${LONGEST_CHAIN} presets are allowed.`);
  }
  const names = presets.names();
  if (names.includes(preset)) return null;
  return extendsIssue(`There is no preset "${preset}".`, nearestName(preset, names));
}

/** Under the preset's own name the two could not be told apart. */
function missingOwnKeys(child: Loose, root: unknown, patches: readonly Loose[]): ManifestIssue[] {
  const parents = [root, ...patches.slice(0, -1)].filter(isLoose);
  return OWN_KEYS.flatMap((key) => {
    const own = child[key];
    if (own === undefined || own === null) {
      return [
        manifestIssue('manifest.extends', key, `A manifest that extends a preset needs its own ${key}.`),
      ];
    }
    return parents.some((parent) => parent[key] === own)
      ? [manifestIssue('manifest.extends', key, `This is the ${key} of the preset: give another one.`)]
      : [];
  });
}

/** RFC 7396: objects are merged, everything else is replaced, `null` takes a key away. */
function mergePatch(base: unknown, patch: unknown, depth: number): unknown {
  if (!isLoose(patch) || depth > DEEPEST) return patch;
  const merged = new Map(isLoose(base) ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value, depth + 1));
  }
  // Defines every key as the object's own, `__proto__` among them.
  return Object.fromEntries(merged);
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function extendsIssue(message: string, suggestion: string | null = null): ManifestIssue {
  return manifestIssue('manifest.extends', 'extends', message, suggestion);
}
