import { Stack, Textarea } from '@mantine/core';
import type { ClipboardEvent } from 'react';
import type { MediaDraft } from './draft';
import { useEditor } from './editor-context';
import { fieldError, FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';
import { MediaFields } from './media-fields';
import { TextCounters } from './text-counters';
import type { TargetView } from './use-targets';

interface TextFieldProps {
  label: string;
  text: string;
  /** Beside it, since some limits depend on it. */
  media: readonly MediaDraft[];
  path: string;
  targets: readonly TargetView[];
  onText: (text: string) => void;
  /** Where pasted files go. */
  onMedia: (media: MediaDraft[]) => void;
}

export function TextField({ label, text, media, path, targets, onText, onMedia }: TextFieldProps) {
  const { issues, uploads } = useEditor();
  const own = issuesAt(issues, path);
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files].filter(({ type }) => /^(image|video)\//.test(type));
    if (files.length === 0) return;
    event.preventDefault();
    onMedia([...media, ...uploads.add(files)]);
  };
  return (
    <Stack gap={4}>
      <Textarea
        label={label}
        dir="auto"
        autosize
        minRows={3}
        maxRows={16}
        maxLength={100_000}
        value={text}
        error={fieldError(own)}
        onChange={(event) => onText(event.currentTarget.value)}
        onPaste={paste}
      />
      <TextCounters text={text} media={media} targets={targets} />
      <FieldWarnings issues={own} />
    </Stack>
  );
}

interface PartFieldsProps extends Omit<TextFieldProps, 'path'> {
  /** `content`, `content.thread[0]`. */
  path: string;
}

/** Text and media of one part. */
export function PartFields({ path, ...part }: PartFieldsProps) {
  return (
    <Stack gap="sm">
      <TextField {...part} path={`${path}.text`} />
      <MediaFields media={part.media} path={`${path}.media`} onChange={part.onMedia} />
    </Stack>
  );
}
