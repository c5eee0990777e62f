import type { ImportRowResult } from '@postern/client';

const groups = (count: number) => (count === 1 ? '1 group' : `${count} groups`);
const rows = (count: number) => (count === 1 ? '1 row' : `${count} rows`);

export const imports = {
  hint: 'A table becomes one post group per row. It is checked first; nothing is written before you say so.',
  file: 'The table',
  choose: 'Choose a CSV file',
  drop: 'or drop it here, or paste it below',
  chosen: (name: string, size: string) => `${name}, ${size}`,
  pasted: 'Pasted table',
  paste: 'Table as text',
  pasteHint:
    'A header and up to 10,000 rows. Columns: accounts, text, scheduled_at, media, first_comment, client_reference, draft.',
  notUtf8: 'The file is not UTF-8: letters would be lost. Save it as “CSV UTF-8” and choose it again.',
  tooLarge: 'The file is larger than 8 MB. Divide it.',
  unreadable: 'The file cannot be read.',
  template: 'Download a template',
  zone: 'Time zone of times without an offset',
  check: 'Check the table',
  checking: 'Checking every row…',
  checked: 'What the rows would become',
  nothingWritten: 'Nothing has been written yet.',
  allGood: (count: number) => `All ${rows(count)} can be imported.`,
  someGood: (good: number, total: number) => `${good} of ${rows(total)} can be imported.`,
  start: (count: number) => `Import ${groups(count)}`,
  askTitle: (count: number) => `Import ${groups(count)}?`,
  ask: (count: number, left: number) =>
    `${groups(count)} will be created. Those with a time go out at that time; those without one go out at once, unless they are drafts.` +
    (left > 0 ? ` ${rows(left)} will be left out.` : ''),
  filter: 'Which rows',
  filters: { all: 'All rows', bad: 'Bad rows' },
  noBad: 'No bad rows',
  table: 'Rows',
  columns: {
    row: 'Row',
    result: 'Result',
    text: 'Text',
    reference: 'Reference',
    issues: 'Why, and what to do',
  },
  results: {
    pending: 'Waiting',
    valid: 'Valid',
    created: 'Created',
    duplicate: 'Duplicate',
    invalid: 'Invalid',
    failed: 'Failed',
  } satisfies Record<ImportRowResult, string>,
  openGroup: (row: number) => `Open the group of row ${row}`,
  duplicateHint: 'A group with this reference exists. Nothing is written.',
  issue: (column: string | null, message: string) => (column === null ? message : `${column}: ${message}`),
  pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
  earlier: 'Earlier imports',
  earlierEmpty: 'No imports yet',
  earlierHint: 'What becomes of every row is kept here for 90 days.',
  name: 'Name',
  unnamed: 'Without a name',
  when: 'Started',
  state: 'State',
  states: { running: 'Running', done: 'Done' },
  outcome: 'Rows',
  of: (name: string) => `Import: ${name}`,
  back: 'All imports',
  progress: (done: number, total: number) => `${done} of ${rows(total)} done`,
  finished: 'The import is done.',
  finishedHint: (created: number, bad: number) =>
    bad === 0
      ? `${groups(created)} created.`
      : `${groups(created)} created, ${rows(bad)} left out. Mend those and import the file again: rows with a reference that are there stay as they are.`,
  started: 'Started',
  ended: 'Ended',
  noMatch: 'No row of this kind',
};
