/** The manifests that ship with this package, as files under `presets/`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from './manifest-parse';
import type { Manifest } from './manifest-schema';

export const PRESETS = ['postato'] as const;

export type PresetName = (typeof PRESETS)[number];

/** Reads and checks one preset. Throws with every problem named if the shipped file is not sound. */
export function loadPreset(name: PresetName): Manifest {
  // Both the sources and the build stand one folder beside `presets`.
  const file = join(__dirname, '..', 'presets', `${name}.json`);
  const parsed = parseManifest(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.ok) return parsed.manifest;
  const problems = parsed.issues.map(({ path, message }) => `${path}: ${message}`);
  throw new Error(`The preset ${name} is not sound:\n${problems.join('\n')}`);
}
