/** The manifests that ship with this package, as files under `presets/`. */
import { parseManifest } from './manifest-parse';
import type { Manifest } from './manifest-schema';
import { shippedPresets } from './preset-files';

export const PRESETS = [
  'postato',
  'postato-mcp',
  'ayrshare',
  'zernio',
  'post-for-me',
  'bundle-social',
  'upload-post',
  'outstand',
  'postiz',
  'publora',
  'postpost',
  'blotato',
] as const;

export type PresetName = (typeof PRESETS)[number];

/** Reads and checks one preset. Throws with every problem named if the shipped file is not sound. */
export function loadPreset(name: PresetName): Manifest {
  const parsed = parseManifest(shippedPresets.read(name));
  if (parsed.ok) return parsed.manifest;
  const problems = parsed.issues.map(({ path, message }) => `${path}: ${message}`);
  throw new Error(`The preset ${name} is not sound:\n${problems.join('\n')}`);
}
