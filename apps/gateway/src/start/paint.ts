import { styleText } from 'node:util';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';
export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_colour, text) => text;

/** Colours for a terminal, unless its user wants none (no-color.org). */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (!isTerminal || (env.NO_COLOR ?? '') !== '') return plain;
  return (colour, text) => styleText(colour, text);
}
