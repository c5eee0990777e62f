import { ActionIcon, Button, Group, Paper, Progress, Stack, Text, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { MediumPicture } from '../../components/content-preview/preview-media';
import { problemText } from '../../components/problem-text';
import { texts } from '../../texts';
import { isOnItsWay, type MediaDraft } from './draft';
import { useEditor } from './editor-context';
import { fieldError, FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';

interface MediaItemFieldProps {
  item: MediaDraft;
  index: number;
  count: number;
  /** `content.media[0]`. */
  path: string;
  onChange: (item: MediaDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const words = texts.compose.media;

export function MediaItemField({
  item,
  index,
  count,
  path,
  onChange,
  onMove,
  onRemove,
}: MediaItemFieldProps) {
  const { issues, shown } = useEditor();
  const number = index + 1;
  const altPath = `${path}.altText`;
  const altIssues = issuesAt(issues, altPath);
  const own = issuesAt(issues, path, true).filter((issue) => issue.path !== altPath);
  return (
    <Paper withBorder p="xs" role="group" aria-label={words.medium(number)}>
      <Group align="flex-start" gap="sm">
        <div style={{ width: 120, flexShrink: 0 }}>
          <MediumPicture item={shown(item)} label={item.altText || item.name || words.medium(number)} />
        </div>
        <Stack gap="xs" style={{ flex: '1 1 180px', minWidth: 0 }}>
          <TextInput
            label={words.altText(number)}
            description={words.altHint}
            size="xs"
            maxLength={5000}
            value={item.altText}
            error={fieldError(altIssues)}
            onChange={(event) => onChange({ ...item, altText: event.currentTarget.value })}
          />
          <FieldWarnings issues={altIssues} />
          <UploadState item={item} />
          <FieldWarnings issues={own} all />
        </Stack>
        <Group gap={4}>
          <ActionIcon
            variant="default"
            aria-label={words.up(number)}
            disabled={index === 0}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={words.down(number)}
            disabled={index === count - 1}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={words.remove(number)} onClick={onRemove}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
    </Paper>
  );
}

function UploadState({ item }: { item: MediaDraft }) {
  const { uploads } = useEditor();
  if (!isOnItsWay(item)) return null;
  const upload = uploads.byKey[item.key];
  if (upload === undefined) {
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {words.lost}
      </Text>
    );
  }
  if (upload.error !== null) {
    return (
      <Stack gap={4} align="flex-start" role="alert">
        <Text size="sm" c="var(--mantine-color-error)" style={{ whiteSpace: 'pre-line' }}>
          {words.failed(item.name)} {problemText(upload.error)}
        </Text>
        <Button size="xs" variant="default" onClick={() => uploads.retry(item.key)}>
          {words.again}
        </Button>
      </Stack>
    );
  }
  const percent = Math.round(upload.share * 100);
  return <Progress value={percent} aria-label={words.uploading(item.name, percent)} />;
}
