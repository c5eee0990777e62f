/** One line that moves on a terminal; a line now and then where nobody watches. */
export class Progress {
  private lastAt = 0;

  constructor(
    private readonly out: NodeJS.WriteStream = process.stdout,
    private readonly everyMs = 10_000,
  ) {}

  show(line: string): void {
    if (this.out.isTTY) {
      this.out.write(`\r\x1b[2K${line.slice(0, this.out.columns - 1)}`);
    } else if (Date.now() - this.lastAt >= this.everyMs) {
      this.lastAt = Date.now();
      this.out.write(`${line}\n`);
    }
  }

  /** What follows stands on a line of its own. */
  end(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
  }
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Columns as wide as their widest cell; figures to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map(String));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
