import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts';
import { fromLocalInput, toLocalInput } from './local-input';
import { viewerZone } from './time';

interface MomentInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'defaultValue'> {
  /** ISO 8601; `null`: none. */
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A moment in the viewer's zone, by the browser's own field: it works with any keyboard and on any phone. */
export function MomentInput({ value, onChange, ...input }: MomentInputProps) {
  // While it is typed, a moment is none yet: the field keeps what stands in it.
  const [text, setText] = useState(() => toLocalInput(value));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (fromLocalInput(text) !== value) setText(toLocalInput(value));
  }
  return (
    <TextInput
      description={texts.common.inYourZone(viewerZone())}
      {...input}
      type="datetime-local"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(fromLocalInput(event.currentTarget.value));
      }}
    />
  );
}
