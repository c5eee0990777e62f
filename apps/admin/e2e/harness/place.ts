import { join } from 'node:path';

/** Screenshots, and what the product said. */
export const ARTIFACTS = join(__dirname, '../.artifacts');

/** Where the product and the browser of this run are. */
export interface Place {
  url: string;
  sandboxUrl: string;
  /** The instance's own key. */
  key: string;
  /** Of the one browser of the run. */
  browser: string;
}

const VARIABLE = 'POSTERN_E2E_PLACE';

/** Workers inherit it. */
export function announce(place: Place): void {
  process.env[VARIABLE] = JSON.stringify(place);
}

export function place(): Place {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('No product was started for this run: use jest.e2e.config.cjs.');
  return JSON.parse(text) as Place;
}
