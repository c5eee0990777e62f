import { Code } from '@mantine/core';
import { prettyJson } from './pretty-json';

/** A document as it went over the wire, set out in lines where it is JSON. */
export function JsonBlock({ label, value, maxHeight = 360 }: JsonBlockProps) {
  const text = typeof value === 'string' ? prettyJson(value) : JSON.stringify(value, null, 2);
  return (
    <Code
      block
      role="region"
      aria-label={label}
      tabIndex={0}
      style={{ maxHeight, overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      {text}
    </Code>
  );
}

interface JsonBlockProps {
  label: string;
  /** Text is taken for JSON where it is. */
  value: unknown;
  maxHeight?: number;
}
