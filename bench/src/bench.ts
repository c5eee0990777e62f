/** What a bench is, and what it answers with. One module each; `main.ts` lists them. */

export interface Table {
  title: string;
  /** One line under the title: what exactly was measured. */
  note: string;
  columns: readonly string[];
  /** Cells as they are printed; `null` = not measured. */
  rows: readonly (readonly (string | null)[])[];
}

/** A promise of Postern held against a figure of this run. */
export interface Goal {
  what: string;
  measured: string;
  limit: string;
  met: boolean;
}

export interface BenchResult {
  tables: Table[];
  goals: Goal[];
}

export interface OptionSpec {
  about: string;
  default: string;
}

export interface Bench {
  name: string;
  about: string;
  /**
   * When it runs without being named: always (the default), with `--all`, or never. The first kind takes less than
   * ten minutes altogether.
   */
  runs?: 'always' | 'with-all' | 'by-name';
  /** Flags of the command line, without their dashes. */
  options: Readonly<Record<string, OptionSpec>>;
  run(context: BenchContext): Promise<BenchResult>;
}

export interface BenchContext {
  options: Options;
  /** One line to the terminal, at once. */
  progress: (line: string) => void;
}

/** The flags of one run, each given or at its default. */
export class Options {
  constructor(private readonly values: Readonly<Record<string, string>>) {}

  text(name: string): string {
    const value = this.values[name];
    if (value === undefined) throw new Error(`This bench has no option --${name}.`);
    return value;
  }

  /** @throws where it is not a whole number above zero */
  count(name: string): number {
    const value = Number(this.text(name));
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0.`);
    return value;
  }

  list(name: string): string[] {
    return this.text(name).split(',').filter(Boolean);
  }

  counts(name: string): number[] {
    return this.list(name).map((part) => {
      const value = Number(part);
      if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes whole numbers above 0.`);
      return value;
    });
  }
}
