import { notifications } from '@mantine/notifications';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { problemText } from '../components/problem-text';
import { texts } from '../texts';
import { refresh, type Subject } from './queries';

interface Command<Input, Output> {
  run: (input: Input) => Promise<Output>;
  /** What it may have changed, also where it failed: a lost reply may have done it. */
  changes: readonly Subject[];
  /** Said when it is done; nothing is said where the page itself shows it. */
  done?: (output: Output, input: Input) => string | undefined;
  onDone?: (output: Output, input: Input) => void;
  /** The page shows refusals itself (a form beside its fields). */
  quiet?: boolean;
}

/** Something that a person asked for: done once, told when done, and never silently refused. */
export function useCommand<Input = void, Output = unknown>(
  command: Command<Input, Output>,
): UseMutationResult<Output, Error, Input> {
  return useMutation<Output, Error, Input>({
    mutationFn: command.run,
    onSuccess: (output, input) => {
      const message = command.done?.(output, input);
      if (message !== undefined) notifications.show({ message, color: 'green' });
      command.onDone?.(output, input);
    },
    onError: (error) => {
      if (command.quiet) return;
      notifications.show({
        title: texts.common.refused,
        message: problemText(error),
        color: 'red',
        autoClose: false,
      });
    },
    onSettled: () => refresh(...command.changes),
  });
}
