import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DescribedChoice } from './described';
import { PACES, type Pace } from './frame/clock';
import type { ScenarioInput } from './frame/fault-rules';
import { DESCRIBED_NAMES } from './frame/upstream-names';
import type { SandboxOptions } from './sandbox';

export const DEFAULT_PORT = 3401;

export type Settings = SandboxOptions & { readonly host: string; readonly port: number; readonly pace: Pace };

type Environment = Readonly<Record<string, string | undefined>>;

/** Flags win over the environment; throws a sentence for people when one of them is wrong. */
export function readSettings(args: readonly string[], env: Environment): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      pace: { type: 'string' },
      'real-pace': { type: 'boolean' },
      limits: { type: 'string' },
      'no-limits': { type: 'boolean' },
      scenario: { type: 'string' },
      'layers-vocabulary': { type: 'string' },
      described: { type: 'string' },
      'described-limits': { type: 'string' },
    },
  });
  return {
    host: values.host ?? (env.SANDBOX_HOST || '127.0.0.1'),
    port: portOf(values.port ?? (env.SANDBOX_PORT || String(DEFAULT_PORT))),
    pace: values['real-pace'] === true ? 'real' : paceOf(values.pace ?? (env.SANDBOX_PACE || 'compressed')),
    limits:
      values['no-limits'] === true ? 'off' : limitsOf(values.limits ?? (env.SANDBOX_LIMITS || undefined)),
    layers: { vocabulary: vocabularyOf(values['layers-vocabulary'] ?? 'B') },
    scenario: scenarioOf(values.scenario ?? (env.SANDBOX_SCENARIO || null)),
    described: describedOf(values.described ?? (env.SANDBOX_DESCRIBED || null)),
    describedLimits: limitsOf(values['described-limits'] ?? (env.SANDBOX_DESCRIBED_LIMITS || undefined)),
    stateFile: env.SANDBOX_STATE || null,
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`The port must be a number from 0 to 65535, not "${text}".`);
}

function paceOf(text: string): Pace {
  const pace = PACES.find((known) => known === text);
  if (pace === undefined) throw new Error(`The pace is one of ${PACES.join(', ')}, not "${text}".`);
  return pace;
}

function limitsOf(text: string | undefined): SandboxOptions['limits'] {
  if (text === undefined || text === 'off' || text === 'documented') return text;
  throw new Error(`The limits are off or documented, not "${text}".`);
}

/** What the rules say is checked when the sandbox starts, for only then are all operations known. */
function scenarioOf(file: string | null): ScenarioInput | null {
  if (file === null) return null;
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as ScenarioInput;
  } catch (cause) {
    throw new Error(`The scenario file ${file} is not JSON.`, { cause });
  }
}

function vocabularyOf(text: string): 'A' | 'B' {
  if (text === 'A' || text === 'B') return text;
  throw new Error('--layers-vocabulary is A or B.');
}

/** Names with commas between them, or `all`. */
function describedOf(text: string | null): DescribedChoice[] {
  if (text === null) return [];
  if (text === 'all') return [...DESCRIBED_NAMES];
  return text.split(',').map((word) => {
    const name = DESCRIBED_NAMES.find((known) => known === word.trim());
    if (name === undefined) {
      throw new Error(`--described is all, or some of ${DESCRIBED_NAMES.join(', ')}; not "${word.trim()}".`);
    }
    return name;
  });
}
