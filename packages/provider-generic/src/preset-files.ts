/** The files under `presets/`, as they are written: nothing here reads what they say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Both the sources and the build stand one folder beside `presets`.
const FOLDER = join(__dirname, '..', 'presets');

/** Where `extends` finds what it names. */
export interface PresetSource {
  names(): string[];
  /** JSON; `undefined` where there is no such preset. */
  read(name: string): unknown;
}

export const shippedPresets: PresetSource = {
  names: () =>
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length)),
  // The name comes from a user's manifest: only one that is listed ever becomes a path.
  read: (name) =>
    shippedPresets.names().includes(name)
      ? (JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as unknown)
      : undefined,
};
