import { Button, Code, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { AuditEntry } from '@postern/client';
import { JsonBlock } from '../../components/json-block';
import { texts } from '../../texts';
import { type Change, changesBetween } from './changes';
import type { AuditSearch } from './search';

interface AuditDetailsProps {
  entry: AuditEntry;
  onNarrow: (search: AuditSearch) => void;
}

const words = texts.auditLog;

/** What changed, in a table; the whole states beside each other below it. */
export function AuditDetails({ entry, onNarrow }: AuditDetailsProps) {
  const { before, after, actor, subject, requestId, action } = entry;
  const changes = changesBetween(before, after);
  return (
    <Stack gap="sm">
      {changes.length === 0 ? <Text size="sm">{words.same}</Text> : <Changes changes={changes} />}
      <Text size="sm" fw={600}>
        {words.whole}
      </Text>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <JsonBlock label={`${action}: ${words.before}`} value={before} maxHeight={240} />
        <JsonBlock label={`${action}: ${words.after}`} value={after} maxHeight={240} />
      </SimpleGrid>
      <Group gap="sm">
        {requestId !== null && (
          <Text size="xs" c="dimmed">
            {words.requestId} {requestId}
          </Text>
        )}
        <Button size="compact-sm" variant="default" onClick={() => onNarrow({ subjectId: subject.id })}>
          {words.onlySubject}
        </Button>
        {actor.id !== null && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onNarrow({ actorId: actor.id ?? undefined })}
          >
            {words.onlyActor}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <Table aria-label={words.changes} verticalSpacing={4} withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.field}</Table.Th>
          <Table.Th scope="col">{words.before}</Table.Th>
          <Table.Th scope="col">{words.after}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ path, before, after }) => (
          <Table.Tr key={path}>
            <Table.Th scope="row" fw={500}>
              {path}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Value value={before} />
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Value value={after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === undefined) {
    return (
      <Text span size="sm" c="dimmed">
        {words.absent}
      </Text>
    );
  }
  return <Code>{JSON.stringify(value)}</Code>;
}
