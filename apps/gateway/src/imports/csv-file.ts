import { CsvError, parse } from 'csv-parse/sync';
import { type Issue, problem } from '../http/problem';
import { COLUMNS, type Column, type ImportIssue } from './import-row';

export const MAX_ROWS = 10_000;
/** Of the whole file, in characters: ten thousand rows of eight hundred. */
export const MAX_CSV = 8 * 1024 * 1024;
/** Longer than the longest that means something: as many addresses of media as a post takes. */
const MAX_CELL = 250_000;
/** What is wrong in the header at most, as far as it is told. */
const MAX_HEADER_ISSUES = 20;
/** How much of a file tells what it is separated by. */
const HEADER_START = 20_000;
/** Blank rows count to this as well; nobody needs as many. */
const MAX_RECORDS = 2 * MAX_ROWS;

/** A row with what it says, and what is wrong with it as text. */
export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  cells: RowCells;
  issues: ImportIssue[];
}

/** Trimmed, but for what is published; empty where the file has nothing. */
export type RowCells = Record<Column, string>;

/** What a decoder puts where bytes are no UTF-8. */
const REPLACEMENT = '\uFFFD';
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * The rows of a file that has a header of known columns, in any order. Separated by comma, semicolon or tab,
 * whichever the header uses most.
 *
 * @throws ProblemError VALIDATION where the file cannot be read as a whole: which row, which column
 */
export function readCsv(csv: string): CsvRow[] {
  const [header, ...records] = recordsOf(csv);
  if (header === undefined || isBlank(header)) {
    throw refused(
      'csv.empty',
      `The file is empty. Its first row must name the columns: ${COLUMNS.join(', ')}.`,
    );
  }
  const columns = columnsOf(header);
  // A spreadsheet counts blank rows, too.
  const rows = records
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => !isBlank(cells));
  if (rows.length > MAX_ROWS) {
    throw refused(
      'csv.max_rows',
      `Row ${rows[MAX_ROWS]?.row} is one too many: an import takes ${MAX_ROWS} rows.`,
    );
  }
  if (records.length > MAX_RECORDS) {
    throw refused('csv.max_rows', `The file has more than ${MAX_RECORDS} rows, blank ones among them.`);
  }
  if (rows.length === 0) throw refused('csv.empty', 'The file has a header and no rows below it.');
  return withRepeatedReferences(rows.map(({ row, cells }) => readRow(row, cells, columns)));
}

function recordsOf(csv: string): string[][] {
  try {
    return parse(csv, {
      bom: true,
      delimiter: separatorOf(csv),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // The header, and one more than we take: none may be left out unnoticed.
      to: MAX_RECORDS + 2,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused('csv.quotes', brokenQuotes(error));
  }
}

/** The library tells how many rows were read well, and the place within the one that was not. */
function brokenQuotes({ code, records, column }: CsvError): string {
  const row = Number(records) + 1;
  const place = typeof column === 'number' ? `Row ${row}, cell ${column + 1}` : `Row ${row}`;
  return code === 'CSV_QUOTE_NOT_CLOSED'
    ? `${place}: a quote is opened and never closed.`
    : `${place}: a quote stands where none may. Put the cell in quotes, and write each quote within as two.`;
}

/** Of the header, outside of quotes. */
function separatorOf(csv: string): string {
  // Not of megabytes in one line: an expression that may step back would run out of stack.
  const start = csv.slice(0, HEADER_START).replace(/^\uFEFF/, '');
  const header = /^(?:"[^"]*"|[^"\r\n])*/.exec(start)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const uses = (separator: string) => header.split(separator).length;
  return [...SEPARATORS].sort((a, b) => uses(b) - uses(a))[0] ?? ',';
}

function columnsOf(header: string[]): (Column | null)[] {
  const issues: Issue[] = [];
  const tell = (rule: string, message: string) => {
    if (issues.length < MAX_HEADER_ISSUES) issues.push({ path: 'csv', rule, message });
  };
  const names = header.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const columns = names.map((name, index) => {
    // Spreadsheets leave columns behind that were emptied.
    if (name === '') return null;
    const column = COLUMNS.find((known) => known === name) ?? null;
    if (column === null) {
      tell(
        'csv.unknown_column',
        `Row 1: there is no column “${name.slice(0, 60)}”. Known are ${COLUMNS.join(', ')}.`,
      );
    } else if (names.indexOf(name) !== index) {
      tell('csv.repeated_column', `Row 1: the column ${name} stands there twice.`);
    }
    return column;
  });
  if (!columns.includes('accounts')) {
    tell('csv.missing_column', 'Row 1: the column accounts is missing. It names who publishes.');
  }
  if (issues.length > 0) throw problem.validation(issues);
  return columns;
}

function readRow(row: number, given: string[], columns: (Column | null)[]): CsvRow {
  const cells = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as RowCells;
  const issues: ImportIssue[] = [];
  given.forEach((cell, index) => {
    const column = columns[index];
    if (column == null) {
      // The first tells what happened; the file may hold millions of them.
      const known = issues.some(({ rule }) => rule === 'csv.cells');
      if (!known && cell.trim() !== '') issues.push(strayCell(cell, index));
      return;
    }
    if (cell.length > MAX_CELL) {
      issues.push(longCell(column, cell.length));
      return;
    }
    cells[column] = column === 'text' || column === 'first_comment' ? cell : cell.trim();
    if (cell.includes(REPLACEMENT)) issues.push(brokenEncoding(column));
  });
  return { row, cells, issues };
}

function strayCell(cell: string, index: number): ImportIssue {
  return {
    column: null,
    path: '',
    rule: 'csv.cells',
    severity: 'error',
    message: `Cell ${index + 1} (“${cell.trim().slice(0, 40)}”) is below no column.`,
    fix: 'Put cells that hold the separator in quotes.',
  };
}

function longCell(column: Column, length: number): ImportIssue {
  return {
    column,
    path: '',
    rule: 'csv.cell_size',
    severity: 'error',
    message: `The cell has ${length} characters; at most ${MAX_CELL} are read.`,
    fix: 'Look for a quote that is closed too late.',
  };
}

function brokenEncoding(column: Column): ImportIssue {
  return {
    column,
    path: '',
    rule: 'csv.utf8',
    severity: 'error',
    message:
      'The cell holds U+FFFD, which stands for characters that were lost: the file was not read as UTF-8.',
    fix: 'Save the file as “CSV UTF-8”.',
  };
}

/** A reference names one group: the later rows are in error. */
function withRepeatedReferences(rows: CsvRow[]): CsvRow[] {
  const first = new Map<string, number>();
  for (const { row, cells, issues } of rows) {
    const reference = cells.client_reference;
    if (reference === '') continue;
    const earlier = first.get(reference);
    if (earlier === undefined) first.set(reference, row);
    else {
      issues.push({
        column: 'client_reference',
        path: 'clientReference',
        rule: 'client_reference.unique',
        severity: 'error',
        message: `Row ${earlier} has the same client_reference.`,
        fix: 'Give each row its own, or leave it out.',
      });
    }
  }
  return rows;
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

const refused = (rule: string, message: string) => problem.validation([{ path: 'csv', rule, message }]);
