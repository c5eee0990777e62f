/**
 * What the gate knows of the steps that failed. Of each step it keeps `<nn>.name`, `<nn>.verdict`, `<nn>.log`, in
 * `<nn>/` what scripts/failure-reporter.cjs wrote, and `<nn>.excused` where all that had failed passed alone.
 *
 *     node failures.mjs digest FOLDER    all that failed, short enough for the end of a long output
 *     node failures.mjs alone FOLDER     spec files to run once more: step, workspace's folder, file, Jest's config
 *     node failures.mjs excused FOLDER   how many tests passed alone only
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINES_EACH = 15;
const LINES_IN_ALL = 110;
const LAST_LINES = 20;
/** More than that is no chance. */
const AT_MOST_ALONE = 3;
const TEST_STEPS = ['npm test', 'npm run test:e2e'];
/** Lines that tell why a step failed: of Jest and turbo, of ESLint with the file above, of tsc and of prettier. */
const REASONS = [
  /Jest: | ERROR {2}command|Test suite failed to run|heap out of memory|There is no Chromium/,
  /worker process.*(terminated|crashed|SIG)/,
  /:lint: \/.*\.(ts|tsx|mjs|cjs)$| +\d+:\d+ +(error|warning) /,
  /error TS\d+:|\[(warn|error)\] /,
];
/** Where an error passed through code that is not ours. */
const FOREIGN_FRAME = /^ +at .*(node_modules|node:|<anonymous>)/;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]*[A-Za-z]/g;

const [command, folder] = process.argv.slice(2);
const failedSteps = readdirSync(folder)
  .filter((name) => name.endsWith('.verdict'))
  .sort()
  .map((name) => readStep(name.replace('.verdict', '')))
  .filter(({ verdict }) => verdict !== 'ok');

if (command === 'digest') console.log(digest().join('\n'));
else if (command === 'alone') for (const spec of alone()) console.log(spec.join('\t'));
else if (command === 'excused') console.log(excusedTests());
else throw new Error(`Unknown: ${command}`);

function readStep(number) {
  const text = (ending) => {
    const file = join(folder, `${number}.${ending}`);
    return existsSync(file) ? readFileSync(file, 'utf8').replace(COLOURS, '').trim() : '';
  };
  const reports = join(folder, number);
  const specs = existsSync(reports)
    ? readdirSync(reports).map((name) => JSON.parse(readFileSync(join(reports, name), 'utf8')))
    : [];
  const excused = existsSync(join(folder, `${number}.excused`));
  return {
    number,
    name: text('name'),
    verdict: text('verdict'),
    lines: text('log').split('\n'),
    specs,
    excused,
  };
}

/** Nothing, where more failed than a few spec files. */
function alone() {
  const steps = failedSteps.filter(isExplainedBySpecs);
  const specs = steps.flatMap(({ number, specs: own }) =>
    own.map(({ rootDir, file }) => [number, rootDir, file, configOf(file)]),
  );
  return specs.length <= AT_MOST_ALONE ? specs : [];
}

/** No other reason: no limit of time or coverage, and no workspace that failed without a failed spec. */
function isExplainedBySpecs({ name, verdict, lines, specs }) {
  if (!TEST_STEPS.includes(name) || !/^FAILED with status \d+$/.test(verdict) || specs.length === 0)
    return false;
  const roots = specs.map(({ rootDir }) => rootDir);
  return lines.every((line) => {
    if (/Jest: /.test(line)) return false;
    const [, workspace] = / ERROR {2}command \((.*?)\)/.exec(line) ?? [];
    return workspace === undefined || roots.includes(workspace);
  });
}

function configOf(file) {
  return file.endsWith('.e2e.ts') ? 'jest.e2e.config.cjs' : 'jest.config.cjs';
}

function excusedTests() {
  const specs = failedSteps.filter(({ excused }) => excused).flatMap(({ specs }) => specs);
  return specs.reduce((sum, { failures }) => sum + failures.length, 0);
}

function digest() {
  const said = [];
  for (const step of failedSteps) {
    said.push(`---- ${step.name}: ${step.verdict}`);
    if (step.excused)
      said.push(
        '     PASSED ALONE ONLY: a defect of these tests or of us, to be mended; the gate lets it pass.',
      );
    said.push(...failuresOf(step, LINES_IN_ALL - said.length));
  }
  return said.length > 0 ? said : ['Nothing.'];
}

function failuresOf({ lines, verdict, specs }, room) {
  const reasons = new Set(lines.filter((line) => REASONS.some((reason) => reason.test(line))));
  const told = [...reasons].slice(0, LAST_LINES);
  // Of what hung, the last words say most.
  if (specs.length === 0 && (reasons.size === 0 || verdict.includes('stopped')))
    told.push(...lines.filter((line) => !line.includes('npm warn')).slice(-LAST_LINES));
  const failures = specs.flatMap(({ rootDir, file, failures: own }) =>
    own.map((failure) => ({ ...failure, file: `${rootDir.split('/').slice(-2).join('/')}/${file}` })),
  );
  // All are named; of their texts there is as much as fits.
  const each = Math.min(Math.floor((room - told.length) / Math.max(failures.length, 1)) - 1, LINES_EACH);
  return [
    ...failures.flatMap(({ file, name, text }) => [
      `  ● ${file} › ${name}`,
      ...shortened(text, Math.max(each, 0)),
    ]),
    ...told.map(indented),
  ];
}

function shortened(text, limit) {
  const lines = text
    .replace(COLOURS, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !FOREIGN_FRAME.test(line));
  return lines.slice(0, limit).map(indented);
}

function indented(line) {
  return `      ${line.slice(0, 200)}`;
}
