/**
 * Writes what a build of Postern is made of, as CycloneDX JSON: `npm run sbom [-- FILE]`, dist/postern.cdx.json by
 * default. From the lock file alone, so nothing has to be installed and nobody is asked.
 *
 * What only builds and tests need is left out here rather than by npm's own `--omit dev`: that drops a package as soon
 * as one workspace needs it for its tests, also where another one runs it. Where a package was downloaded from says
 * something of the machine that locked it, and nothing of Postern.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = resolve(process.argv[2] ?? `${root}/dist/postern.cdx.json`);
const MOST_BYTES = 64 * 1024 ** 2;

const words = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const bom = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8', maxBuffer: MOST_BYTES }));

const isForBuilds = ({ properties = [] }) =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
const components = bom.components
  .filter((component) => !isForBuilds(component))
  .map(({ externalReferences = [], ...component }) => ({
    ...component,
    externalReferences: externalReferences.filter(({ type }) => type !== 'distribution'),
  }));
const refs = new Set([
  bom.metadata.component['bom-ref'],
  ...components.map((component) => component['bom-ref']),
]);
const dependencies = bom.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));

const names = new Set(components.map((component) => component['bom-ref'].replace(/@[^@]*$/, '')));
const absent = ['apps', 'packages']
  .flatMap((folder) =>
    readdirSync(`${root}/${folder}`).map((name) => `${root}/${folder}/${name}/package.json`),
  )
  .flatMap((path) => Object.keys(JSON.parse(readFileSync(path, 'utf8')).dependencies ?? {}))
  .filter((name) => !names.has(name));
if (absent.length > 0) {
  console.error(`The list would not be whole: ${[...new Set(absent)].join(', ')}.`);
  process.exit(1);
}

mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`);
console.log(`${file}: ${components.length} components.`);
