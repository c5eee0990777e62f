export type Color = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

const CODES: Record<Color, number> = { green: 32, red: 31, yellow: 33, dim: 2, bold: 1 };

export interface Cell {
  text: string;
  color?: Color;
}

export const paint = (text: string, color: Color | undefined, colors: boolean): string =>
  colors && color !== undefined ? `\x1b[${CODES[color]}m${text}\x1b[0m` : text;

/** Columns as wide as they need; the last one takes what is left of the line. */
export function table(rows: readonly (readonly Cell[])[], columns: number, colors: boolean): string[] {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => row[index]?.text.length ?? 0)),
  );
  return rows.map((row) => {
    let left = columns;
    const cells = row.map(({ text, color }, index) => {
      const last = index === row.length - 1;
      const shown = last ? shortened(text, left) : text.padEnd(widths[index] ?? 0);
      left -= shown.length + 2;
      return paint(shown, color, colors);
    });
    return cells.join('  ').trimEnd();
  });
}

const shortened = (text: string, width: number): string =>
  width > 10 && text.length > width ? `${text.slice(0, width - 1)}…` : text;
