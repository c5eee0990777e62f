import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { texts } from '../texts';

export interface Question {
  /** “Cancel 3 posts?” */
  title: string;
  /** What will happen, in full. */
  consequence: ReactNode;
  /** The button's word for doing it, e.g. “Cancel the posts”. */
  confirm: string;
  /** Asks for a text of at most `maxLength` characters beside. */
  reason?: { label: string; required: boolean; maxLength: number };
}

export interface Answer {
  confirmed: boolean;
  /** Trimmed; empty where none was asked for or given. */
  reason: string;
}

type Ask = (question: Question) => Promise<Answer>;
const ConfirmContext = createContext<Ask | null>(null);

/** Asks before what cannot be taken back: `const { confirmed } = await ask({ … })`. */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (ask === null) throw new Error('A page outside of the shell asks for confirmation.');
  return ask;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const answer = useRef<(answer: Answer) => void>(() => undefined);
  const ask = useCallback<Ask>((asked) => {
    // Whatever was open before is answered with no.
    answer.current({ confirmed: false, reason: '' });
    setQuestion(asked);
    setReason('');
    setOpened(true);
    return new Promise((resolve) => (answer.current = resolve));
  }, []);
  const close = (confirmed: boolean) => {
    setOpened(false);
    answer.current({ confirmed, reason: reason.trim() });
  };
  const missing = question?.reason?.required === true && reason.trim() === '';
  return (
    <ConfirmContext.Provider value={ask}>
      {children}
      <Modal opened={opened} onClose={() => close(false)} title={question?.title} centered>
        <Stack>
          <Text component="div" size="sm">
            {question?.consequence}
          </Text>
          {question?.reason !== undefined && (
            <Textarea
              label={question.reason.label}
              required={question.reason.required}
              maxLength={question.reason.maxLength}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              autosize
              minRows={2}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => close(false)} data-autofocus>
              {texts.common.keep}
            </Button>
            <Button color="red" disabled={missing} onClick={() => close(true)}>
              {question?.confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </ConfirmContext.Provider>
  );
}
