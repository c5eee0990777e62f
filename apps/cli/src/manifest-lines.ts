/** What the manifest commands print for people. */
import type { ManifestCheck, ManifestExplanation, ManifestTrial } from '@postern/client';
import { paint } from './table';
import type { Terminal } from './terminal';

type Look = Pick<Terminal, 'colors'>;
type Issue = ManifestCheck['issues'][number];

/** A line for each issue: place, sentence, and the name that is probably meant. */
export function checkLines({ valid, issues }: ManifestCheck, look: Look): string[] {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const end = valid
    ? `Valid, with ${count(issues.length, 'warning')}.`
    : `Not valid: ${count(errors, 'error')}.`;
  return [...issues.map((issue) => issueLine(issue, look)), end];
}

function issueLine({ severity, path, message, suggestion, rule }: Issue, { colors }: Look): string {
  const word = paint(severity, severity === 'error' ? 'red' : 'yellow', colors);
  const meant = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  return `${word}  ${path || '(all of it)'}: ${message}${meant} [${rule}]`;
}

export function explanationLines(told: ManifestExplanation, look: Look): string[] {
  const { capabilities } = told;
  const can = Object.entries(capabilities).flatMap(([name, value]) =>
    value === true ? name : typeof value === 'string' ? `${name} ${value}` : [],
  );
  return [
    `${told.name} (${told.provider})`,
    ...told.summary,
    ...section(
      'Operations',
      told.operations.map(({ name, request, purpose }) => `${name}  ${request}  ${purpose}`),
    ),
    ...section(
      'Statuses',
      told.statuses.map(({ level, word, means }) => `${level}  ${word} → ${means}`),
    ),
    ...section(
      'Platforms',
      told.platforms.map(({ platform, word, notes }) => [`${platform} as ${word}`, ...notes].join('; ')),
    ),
    ...section('Can', [can.join(', ')]),
    ...section('Limits', told.limits),
    ...section('Not certain', told.notes),
    ...section(
      'Warnings',
      told.warnings.map((issue) => issueLine(issue, look)),
    ),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

export function trialLines({ requests, reading, problems }: ManifestTrial, { colors }: Look): string[] {
  const sent = requests.flatMap(({ method, url, headers, body }) => [
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === null ? [] : ['', body]),
    '',
  ]);
  const read = reading === null ? [] : [`Read as: ${JSON.stringify(reading, null, 2)}`];
  return [...sent, ...read, ...problems.map((one) => `${paint('problem', 'red', colors)}  ${one}`)];
}
