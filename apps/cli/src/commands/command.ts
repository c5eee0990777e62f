import type { Command } from 'commander';
import type { Postern } from '@postern/client';
import { connect, type ConnectOptions } from '../connect';
import type { ExitStatus } from '../exit-status';
import type { Terminal } from '../terminal';

export interface GlobalOptions extends ConnectOptions {
  json?: boolean;
}

/** What a command works with. */
export interface Session {
  postern: Postern;
  terminal: Terminal;
  json: boolean;
  /** One line, or one JSON document. */
  print: (line: string) => void;
}

export type Register = (program: Command, run: Run) => void;

/** Makes a commander action of a function that answers an exit status. */
export type Run = <Options extends object>(
  work: (session: Session, options: Options, ...operands: string[]) => Promise<ExitStatus>,
) => (...given: unknown[]) => Promise<void>;

/** Commander calls with the operands, the options and the command, in this order. */
export function runner(terminal: Terminal, done: (status: ExitStatus) => void): Run {
  return <Options extends object>(
      work: (session: Session, options: Options, ...operands: string[]) => Promise<ExitStatus>,
    ) =>
    async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals<Options & GlobalOptions>();
      const session = {
        postern: connect(options, terminal.env),
        terminal,
        json: options.json ?? false,
        print: (line: string) => terminal.out(`${line}\n`),
      };
      done(await work(session, options, ...(given.slice(0, -2) as string[])));
    };
}

/** For options that may be given several times. */
export const collect = (value: string, before: string[]): string[] => [...before, value];
