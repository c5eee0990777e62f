/** One page per error code: the model, from the tables of codes. */
import { PUBLISH_ERRORS, publishError, type PublishErrorCode } from '@postern/core';
import { PROBLEM_CODES, type ProblemCode, ProblemError, PROBLEMS } from '../problem';
import { PROBLEM_NOTES } from './problem-notes';
import { PUBLISH_ERROR_NOTES } from './publish-error-notes';

export interface ErrorSection {
  title: string;
  /** Paragraphs; `code` in backticks. */
  meaning: string;
  when: readonly string[];
  remedy: string;
  /** Facts in a line, such as the status. */
  facts: readonly string[];
  example: object;
}

/** A code can be an answer of the API, the error of a post, or both. */
export interface ErrorPage {
  code: string;
  sections: readonly ErrorSection[];
}

export const EXAMPLE_REQUEST_ID = 'req_01jdb2k7m4x8p6q3w9v5z0n1ct';

/** An example document of a code, as `application/problem+json` holds it. */
export function exampleProblem(code: ProblemCode): Record<string, unknown> {
  const { detail, issues, extensions } = PROBLEM_NOTES[code].example;
  return new ProblemError(code, detail, { issues, extensions }).toDocument(EXAMPLE_REQUEST_ID);
}

const PUBLISH_ERROR_CODES = Object.keys(PUBLISH_ERRORS) as PublishErrorCode[];

/** In the order of the alphabet. */
export const ERROR_PAGES: readonly ErrorPage[] = [
  ...new Set<string>([...PROBLEM_CODES, ...PUBLISH_ERROR_CODES]),
]
  .sort()
  .map((code) => ({ code, sections: [...problemSections(code), ...publishErrorSections(code)] }));

export function errorPage(code: string): ErrorPage | undefined {
  return ERROR_PAGES.find((page) => page.code === code);
}

function problemSections(name: string): ErrorSection[] {
  return PROBLEM_CODES.filter((code) => code === name).map((code) => ({
    title: `As an answer of the API: ${PROBLEMS[code].status}`,
    meaning: `${PROBLEMS[code].title}. ${PROBLEM_NOTES[code].meaning}`,
    when: PROBLEM_NOTES[code].when,
    remedy: PROBLEM_NOTES[code].remedy,
    facts: [`Status ${PROBLEMS[code].status}`, '`application/problem+json`'],
    example: exampleProblem(code),
  }));
}

function publishErrorSections(name: string): ErrorSection[] {
  return PUBLISH_ERROR_CODES.filter((code) => code === name).map((code) => ({
    title: 'As the error of a post',
    meaning: PUBLISH_ERRORS[code].message,
    when: [PUBLISH_ERROR_NOTES[code]],
    remedy: PUBLISH_ERRORS[code].remedy,
    facts: [
      `Category \`${PUBLISH_ERRORS[code].category}\``,
      PUBLISH_ERRORS[code].retryable ? 'tried again by itself' : 'not tried again by itself',
    ],
    example: publishError({
      code,
      provider: 'layers',
      platform: 'x',
      occurredAt: '2026-12-01T08:00:03.120Z',
    }),
  }));
}
