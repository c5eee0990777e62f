import type { Validation } from '@postern/client';
import { compose, type ComposeOptions } from '../compose';
import { EXIT } from '../exit-status';
import { paint } from '../table';
import type { Terminal } from '../terminal';
import type { Register } from './command';
import { composing } from './shared-options';

export const registerValidate: Register = (program, run) => {
  composing(program.command('validate').argument('[text]', 'the text; "-" or none: standard input'))
    .summary('check a post against the rules of its platforms')
    .description(
      'Check a post against the rules of its platforms; nothing is sent. Files are uploaded, because their size ' +
        'matters. Status 1 if a rule is broken.',
    )
    .addHelpText(
      'after',
      `\nExamples:\n  $ postern validate "Is this too long?" --to x --to bluesky\n  $ postern validate --file news.txt --to linkedin --json`,
    )
    .action(
      run<ComposeOptions>(async ({ postern, terminal, json, print }, options, text) => {
        const body = await compose(postern, terminal, text, options);
        const validation = await postern.postGroups.validate(body, { signal: terminal.signal });
        print(json ? JSON.stringify(validation) : linesOf(validation, terminal).join('\n'));
        return validation.valid ? EXIT.ok : EXIT.failed;
      }),
    );
};

function linesOf({ valid, issues, targets }: Validation, { colors }: Pick<Terminal, 'colors'>): string[] {
  const told = issues.flatMap(({ severity, path, rule, message, fix }) => [
    `${paint(severity, severity === 'error' ? 'red' : 'yellow', colors)}  ${path || 'body'}: ${message} [${rule}]`,
    `       ${fix}`,
  ]);
  const lengths = targets.flatMap(({ accountId, platform, length, maxLength }) =>
    length === null
      ? []
      : [
          `${platform ?? ''}  ${accountId}  ${length}${maxLength === null ? '' : ` of ${maxLength}`} characters`,
        ],
  );
  return [...told, ...lengths, valid ? 'Valid.' : 'Not valid: nothing would be sent.'];
}
