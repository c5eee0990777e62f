/**
 * Refuses Markdown of the repository that leads nowhere: a link or picture whose file is not there, a heading that
 * no page has, and a spec file that is named and does not exist. What is on the web is not asked.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).split('\0').filter(Boolean);
const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard');
const pages = files.filter((name) => name.endsWith('.md') && existsSync(name));
const specs = new Set(
  files.filter((name) => /\.(spec|e2e)\.ts$/.test(name)).map((name) => name.split('/').at(-1)),
);

const CODE = /```[\s\S]*?```|`[^`\n]*`/g;
const LINK = /\]\(\s*<?([^)\s>]+)>?[^)]*\)|(?:src|srcset)="([^"]+)"/g;
const SPEC = /`([\w.-]+\.(?:spec|e2e)\.ts)`/g;

const anchorsOf = (page) =>
  new Set(
    readFileSync(page, 'utf8')
      .replace(/```[\s\S]*?```/g, '')
      .split('\n')
      .filter((line) => /^#{1,6} /.test(line))
      .map((line) => line.replace(/^#+ /, '').toLowerCase())
      .map((text) =>
        text
          .replace(/\]\([^)]*\)/g, '')
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .trim()
          .replace(/ /g, '-'),
      ),
  );

const lineOf = (text, index) => text.slice(0, index).split('\n').length;

function flawOf(page, target) {
  if (/^[a-z][a-z+.-]*:|^\/|…/i.test(target)) return null;
  const [path, anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(file)) return `leads to ${target}, which is not there`;
  if (!anchor || !file.endsWith('.md') || statSync(file).isDirectory()) return null;
  return anchorsOf(file).has(anchor) ? null : `leads to ${target}, and there is no such heading`;
}

const problems = pages.flatMap((page) => {
  const text = readFileSync(page, 'utf8');
  const bare = text.replace(CODE, (code) => code.replace(/[^\n]/g, ' '));
  const links = [...bare.matchAll(LINK)].map((link) => [link.index, flawOf(page, link[1] ?? link[2])]);
  const named = [...text.matchAll(SPEC)].map((spec) => [
    spec.index,
    specs.has(spec[1]) ? null : `names ${spec[1]}, which is not there`,
  ]);
  return [...links, ...named]
    .filter(([, flaw]) => flaw !== null)
    .map(([index, flaw]) => `${page}:${lineOf(text, index)} ${flaw}`);
});

for (const problem of problems) console.error(`${problem}.`);
if (problems.length > 0) process.exit(1);
console.log(`${pages.length} pages: every link, heading and spec that they name is there.`);
