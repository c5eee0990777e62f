import { Input } from '@mantine/core';
import { type Ref, useId, useImperativeHandle, useRef } from 'react';
import classes from './line-editor.module.css';

export interface LineEditorHandle {
  /** Shows and selects a place. */
  show: (place: { start: number; end: number; line: number }) => void;
}

interface LineEditorProps {
  label: string;
  description: string;
  value: string;
  onChange: (value: string) => void;
  /** Lines that something is said about. */
  marks: ReadonlySet<number>;
  invalid: boolean;
  handle: Ref<LineEditorHandle>;
}

/** A text with numbered lines. It is a plain text field: keys, undo and screen readers do what they always do. */
export function LineEditor({ label, description, value, onChange, marks, invalid, handle }: LineEditorProps) {
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    show: ({ start, end, line }) => {
      const field = text.current;
      if (field === null) return;
      field.focus();
      field.setSelectionRange(start, end);
      const lineHeight = field.scrollHeight / Math.max(1, field.value.split('\n').length);
      field.scrollTop = Math.max(0, (line - 4) * lineHeight);
    },
  }));
  const numbers = value.split('\n').map((_, index) => (marks.has(index + 1) ? `● ${index + 1}` : index + 1));
  return (
    <Input.Wrapper id={id} label={label} description={description}>
      <div className={classes.box}>
        <div className={classes.gutter} ref={gutter} aria-hidden>
          {numbers.join('\n')}
        </div>
        <textarea
          id={id}
          ref={text}
          className={classes.text}
          value={value}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={invalid}
          aria-describedby={`${id}-description`}
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={({ currentTarget }) => {
            if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
