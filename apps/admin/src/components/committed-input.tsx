import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';

interface CommittedInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> {
  value: string;
  /** Told when it is done: by Enter, or by leaving the field. Without white space around it. */
  onCommit: (value: string) => void;
}

/** A filter that is typed: half an id would find nothing, so nothing is asked for before it is done. */
export function CommittedInput({ value, onCommit, ...input }: CommittedInputProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const commit = () => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  return (
    <TextInput
      {...input}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
