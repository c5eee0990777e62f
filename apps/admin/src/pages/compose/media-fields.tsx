import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { texts } from '../../texts';
import { type MediaDraft, moved, newKey } from './draft';
import { useEditor } from './editor-context';
import { FieldWarnings } from './issue-lines';
import { issuesAt } from './issue-places';
import { MediaItemField } from './media-item-field';

interface MediaFieldsProps {
  media: readonly MediaDraft[];
  /** In the request: `content.media`. */
  path: string;
  onChange: (media: MediaDraft[]) => void;
}

const words = texts.compose.media;
const ACCEPTED = 'image/*,video/*';

/** The images and videos of one part: chosen, dropped, or named by their address. */
export function MediaFields({ media, path, onChange }: MediaFieldsProps) {
  const { issues, uploads } = useEditor();
  const [over, setOver] = useState(false);
  const add = (files: readonly File[]) => {
    if (files.length > 0) onChange([...media, ...uploads.add(files)]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  const put = (index: number, item: MediaDraft) =>
    onChange(media.map((one, at) => (at === index ? item : one)));
  const remove = (index: number) => {
    const item = media[index];
    if (item !== undefined) uploads.drop(item.key);
    onChange(media.filter((_, at) => at !== index));
  };
  return (
    <Stack
      gap="xs"
      role="group"
      aria-label={words.title}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      style={{
        outline: over ? '2px dashed var(--mantine-primary-color-filled)' : undefined,
        outlineOffset: 4,
      }}
    >
      {media.map((item, index) => (
        <MediaItemField
          key={item.key}
          item={item}
          index={index}
          count={media.length}
          path={`${path}[${index}]`}
          onChange={(changed) => put(index, changed)}
          onMove={(by) => onChange(moved(media, index, by))}
          onRemove={() => remove(index)}
        />
      ))}
      <FieldWarnings issues={issuesAt(issues, path)} all />
      <Group gap="sm" align="center">
        <FileButton multiple accept={ACCEPTED} onChange={add}>
          {(props) => (
            <Button variant="default" size="xs" {...props}>
              {words.choose}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {words.drop}
        </Text>
      </Group>
      <AddressField onAdd={(url) => onChange([...media, byAddress(url)])} />
    </Stack>
  );
}

const byAddress = (url: string): MediaDraft => ({
  key: newKey(),
  mediaId: null,
  url,
  altText: '',
  name: url,
});

function AddressField({ onAdd }: { onAdd: (url: string) => void }) {
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState(false);
  const add = () => {
    const url = httpsAddress(typed);
    setRefused(url === null);
    if (url === null) return;
    onAdd(url);
    setTyped('');
  };
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        label={words.address}
        description={words.addressHint}
        type="url"
        inputMode="url"
        size="xs"
        value={typed}
        error={refused ? words.badAddress : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setRefused(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
        style={{ flex: '1 1 220px' }}
      />
      <Button
        variant="default"
        size="xs"
        disabled={typed.trim() === ''}
        onClick={add}
        mt={{ base: 0, xs: 38 }}
      >
        {words.addAddress}
      </Button>
    </Group>
  );
}

function httpsAddress(typed: string): string | null {
  if (!URL.canParse(typed.trim())) return null;
  const { protocol, host, username, href } = new URL(typed.trim());
  return protocol === 'https:' && host !== '' && username === '' ? href : null;
}
