/** What is committed although it is generated: `npm run generate` writes it, a test compares it. */
import { join, resolve } from 'node:path';
import { ERROR_PAGES } from '../http/error-pages/error-page';
import { indexToMarkdown, toMarkdown } from '../http/error-pages/render-error-page';

/** The same from `src` and from `dist`. */
const GATEWAY = resolve(__dirname, '..', '..');

export const OPENAPI_FILE = join(GATEWAY, 'openapi.json');
export const CONTENT_RULES_FILE = resolve(GATEWAY, '..', '..', 'docs', 'content-rules.md');
export const ERROR_DOCS_FOLDER = resolve(GATEWAY, '..', '..', 'docs', 'errors');

/** Names and texts of all files of `docs/errors`. */
export function errorDocsFiles(): Map<string, string> {
  return new Map([
    ['README.md', indexToMarkdown(ERROR_PAGES)],
    ...ERROR_PAGES.map((page) => [`${page.code}.md`, toMarkdown(page)] as const),
  ]);
}

/** Text of `openapi.json`: the order is that of the controllers, which is stable. */
export function openApiText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
