/** The world outside, so that commands can be told apart from the process that runs them. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** All of standard input; null where a person sits there. */
  readInput: () => Promise<string | null>;
  env: Readonly<Record<string, string | undefined>>;
  /** A person looks at the output. */
  live: boolean;
  columns: number;
  colors: boolean;
  /** Ends with Ctrl-C. */
  signal: AbortSignal;
}

export function realTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort(new Interrupted()));
  process.once('SIGTERM', () => ending.abort(new Interrupted()));
  // Whoever read our output (head, less) has seen enough.
  stdout.on('error', () => process.exit(0));
  const live = stdout.isTTY ?? false;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    readInput: async () => {
      if (stdin.isTTY) return null;
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    env,
    live,
    columns: stdout.columns ?? 120,
    colors: live && !env.NO_COLOR && env.TERM !== 'dumb',
    signal: ending.signal,
  };
}

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
