import { Stack, Textarea } from '@mantine/core';
import { texts } from '../../texts';
import { useEditor } from './editor-context';
import { fieldError, FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';

interface FirstCommentFieldProps {
  label: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
}

export function FirstCommentField({ label, path, value, onChange }: FirstCommentFieldProps) {
  const { issues } = useEditor();
  const own = issuesAt(issues, path);
  return (
    <Stack gap={4}>
      <Textarea
        label={label}
        description={texts.compose.content.firstCommentHint}
        dir="auto"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={100_000}
        value={value}
        error={fieldError(own)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <FieldWarnings issues={own} />
    </Stack>
  );
}
