/** The same pages as Markdown, for the repository, and as HTML, for the gateway. */
import type { ErrorPage, ErrorSection } from './error-page';

export const ERROR_INDEX_INTRO =
  'Every error has a code. An answer of the API is a problem document (RFC 9457) whose `type` is the address of ' +
  'its page; the error of a post has the same address in `docs`.';

/** Text of `docs/errors/<CODE>.md`. */
export function toMarkdown(page: ErrorPage): string {
  return (
    [`# ${page.code}`, ...page.sections.flatMap(sectionToMarkdown), '[All codes](README.md)'].join('\n\n') +
    '\n'
  );
}

/** Text of `docs/errors/README.md`. */
export function indexToMarkdown(pages: readonly ErrorPage[]): string {
  const lines = pages.map((page) => `- [${page.code}](${page.code}.md): ${summaryOf(page)}`);
  return `# Errors\n\n${ERROR_INDEX_INTRO}\n\n${lines.join('\n')}\n`;
}

function sectionToMarkdown(section: ErrorSection): string[] {
  return [
    `## ${section.title}`,
    section.meaning,
    section.facts.join(' · '),
    `**When**\n\n${section.when.map((line) => `- ${line}`).join('\n')}`,
    `**What to do**\n\n${section.remedy}`,
    `**Example**\n\n\`\`\`json\n${JSON.stringify(section.example, null, 2)}\n\`\`\``,
  ];
}

export function toHtml(page: ErrorPage): string {
  return document(
    page.code,
    page.sections.map(sectionToHtml).join('') + '<p><a href="/docs/errors">All codes</a></p>',
  );
}

export function indexToHtml(pages: readonly ErrorPage[]): string {
  const lines = pages.map(
    (page) => `<li><a href="/docs/errors/${page.code}">${page.code}</a>: ${inline(summaryOf(page))}</li>`,
  );
  return document('Errors', `<p>${inline(ERROR_INDEX_INTRO)}</p><ul>${lines.join('')}</ul>`);
}

function sectionToHtml(section: ErrorSection): string {
  return [
    `<h2>${inline(section.title)}</h2><p>${inline(section.meaning)}</p>`,
    `<p>${section.facts.map(inline).join(' · ')}</p>`,
    `<h3>When</h3><ul>${section.when.map((line) => `<li>${inline(line)}</li>`).join('')}</ul>`,
    `<h3>What to do</h3><p>${inline(section.remedy)}</p>`,
    `<h3>Example</h3><pre>${escaped(JSON.stringify(section.example, null, 2))}</pre>`,
  ].join('');
}

function summaryOf({ sections }: ErrorPage): string {
  return sections.map((section) => section.meaning).join(' ');
}

function document(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;
}

const inline = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
