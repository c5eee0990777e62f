import type { Paint } from './paint';

/** What of a stream is needed to write to it. */
export interface Output {
  write(text: string): boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Lines that stay, and below them, on a terminal, a live part that is drawn anew in place. */
export class Terminal {
  private live: readonly string[] = [];

  constructor(
    private readonly output: Output,
    readonly paint: Paint,
  ) {}

  /** Lines longer than this would wrap, and a live part cannot be drawn over those. */
  get width(): number {
    return this.output.isTTY === true ? Math.max(40, this.output.columns || 80) - 1 : Infinity;
  }

  /** Whether a part of that many lines can be drawn anew in place. */
  canRedraw(lines: number): boolean {
    return this.output.isTTY === true && lines < (this.output.rows ?? 24);
  }

  print(...lines: string[]): void {
    if (lines.length > 0) this.output.write(`${this.erased()}${text(lines)}${text(this.live)}`);
  }

  draw(lines: readonly string[]): void {
    const erased = this.erased();
    this.live = lines;
    this.output.write(`${erased}${text(lines)}`);
  }

  /** The live part becomes lines that stay. */
  settle(): void {
    this.live = [];
  }

  private erased(): string {
    return this.live.length === 0 ? '' : `\x1b[${this.live.length}A\x1b[0J`;
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
