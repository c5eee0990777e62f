import { loadPreset, type Manifest, PRESETS } from '../providers/manifest-language';
import { problem } from '../http/problem';

/** @throws ProblemError NOT_FOUND */
export function presetOf(given: string): Manifest {
  const name = PRESETS.find((one) => one === given);
  if (name === undefined) throw problem.notFound(`preset ${given}; there are ${PRESETS.join(', ')}`);
  return loadPreset(name);
}
