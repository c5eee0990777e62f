import type { Page } from 'playwright-core';

/** What a page may not do unseen. */
export interface Watch {
  allow: (pattern: RegExp) => void;
  /** Everything that the console said, for those who look into a failure. */
  said: () => readonly string[];
  /** Stops watching. @returns complaints, one sentence each */
  end: () => string[];
}

/** A refusal is an answer, and often what the test is about. */
const REFUSAL = /the server responded with a status of 4\d\d/;
/** The sandbox's accounts have avatars at addresses that nobody has. */
const AVATAR = /ERR_NAME_NOT_RESOLVED \(https:\/\/[^/]*\.example\//;

export function watch(page: Page): Watch {
  const complaints: string[] = [];
  const said: string[] = [];
  const allowed: RegExp[] = [REFUSAL, AVATAR];
  let watching = true;
  const complain = (sentence: string) => {
    if (watching) complaints.push(`${new URL(page.url()).pathname}: ${sentence}`);
  };
  page.on('console', (message) => {
    const { url } = message.location();
    said.push(`${message.type()}: ${message.text()} (${url})`);
    // The browser tells violations of the Content Security Policy as errors, too.
    if (message.type() === 'error') complain(`console: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => {
    said.push(String(error.stack));
    complain(`uncaught: ${String(error.stack)}`);
  });
  page.on('crash', () => complain('the page crashed'));
  return {
    allow: (pattern) => void allowed.push(pattern),
    said: () => said,
    end: () => {
      watching = false;
      return complaints.filter((complaint) => !allowed.some((pattern) => pattern.test(complaint)));
    },
  };
}
