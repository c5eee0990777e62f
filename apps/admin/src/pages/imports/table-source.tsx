import {
  Alert,
  Anchor,
  Button,
  FileButton,
  Group,
  Paper,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { texts } from '../../texts';
import { decodeTable, sizeText, TEMPLATE } from './read-table';

export interface Table {
  csv: string;
  /** `null`: it was pasted. */
  name: string | null;
}

interface TableSourceProps {
  table: Table;
  timeZone: string;
  onTable: (table: Table) => void;
  onTimeZone: (timeZone: string) => void;
}

const words = texts.imports;
/** What a field can show at ease; longer tables are named by their file alone. */
const SHOWN = 100_000;

/** Where a table comes from: a file that is chosen or dropped, or text that is pasted. */
export function TableSource({ table, timeZone, onTable, onTimeZone }: TableSourceProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | null | undefined) => {
    if (!file) return;
    try {
      const read = decodeTable(await file.arrayBuffer());
      setProblem('problem' in read ? words[read.problem] : null);
      if ('csv' in read) onTable({ csv: read.csv, name: file.name });
    } catch {
      setProblem(words.unreadable);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <Stack gap="sm">
      <Paper
        withBorder
        p="md"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        style={
          over ? { borderColor: 'var(--mantine-primary-color-filled)', borderStyle: 'dashed' } : undefined
        }
      >
        <Group gap="sm">
          <FileButton onChange={(file) => void take(file)} accept=".csv,text/csv,text/plain">
            {(props) => (
              <Button {...props} variant="default" leftSection={<FileUp size={16} aria-hidden />}>
                {words.choose}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {words.drop}
          </Text>
          <Anchor
            size="sm"
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
            download="postern-template.csv"
          >
            {words.template}
          </Anchor>
        </Group>
        {table.csv !== '' && (
          <Text size="sm" mt="xs" aria-live="polite">
            {words.chosen(table.name ?? words.pasted, sizeText(table.csv.length))}
          </Text>
        )}
      </Paper>
      {problem !== null && (
        <Alert role="alert" variant="default" color="red">
          {problem}
        </Alert>
      )}
      <Textarea
        label={words.paste}
        description={words.pasteHint}
        value={table.csv.length > SHOWN ? '' : table.csv}
        onChange={(event) => onTable({ csv: event.currentTarget.value, name: null })}
        minRows={4}
        maxRows={10}
        autosize
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Select
        label={words.zone}
        data={ZONES}
        value={timeZone}
        onChange={(value) => value && onTimeZone(value)}
        searchable
        allowDeselect={false}
        limit={100}
        maw={360}
      />
    </Stack>
  );
}

const ZONES = [
  ...new Set([
    'UTC',
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];
