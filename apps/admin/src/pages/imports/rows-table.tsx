import { Anchor, Code, List, Table, Text } from '@mantine/core';
import type { ImportRow, ImportRowResult } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { ScrollTable } from '../../components/scroll-table';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';

const words = texts.imports;

const TONES: Record<ImportRowResult, Tone> = {
  pending: 'waiting',
  valid: 'good',
  created: 'good',
  duplicate: 'quiet',
  invalid: 'bad',
  failed: 'bad',
};

/** What rows became, or would become: which rule each breaks, in which column, and what helps. */
export function RowsTable({ rows }: { rows: readonly ImportRow[] }) {
  return (
    <ScrollTable label={words.table} minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.columns.row}</Table.Th>
          <Table.Th scope="col">{words.columns.result}</Table.Th>
          <Table.Th scope="col">{words.columns.text}</Table.Th>
          <Table.Th scope="col">{words.columns.reference}</Table.Th>
          <Table.Th scope="col">{words.columns.issues}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.row}>
            <Table.Th scope="row" fw={500}>
              {row.row}
            </Table.Th>
            <Table.Td miw={120}>
              <ToneBadge tone={TONES[row.result]}>{words.results[row.result]}</ToneBadge>
            </Table.Td>
            <Table.Td maw={280}>
              <Text size="sm" lineClamp={2}>
                {row.groupId === null ? row.text : <GroupLink row={row} groupId={row.groupId} />}
              </Text>
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {row.clientReference ?? texts.common.none}
            </Table.Td>
            <Table.Td>
              <Issues row={row} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function GroupLink({ row, groupId }: { row: ImportRow; groupId: string }) {
  return (
    <Anchor
      renderRoot={(props) => (
        <Link to="/groups/$groupId" params={{ groupId }} aria-label={words.openGroup(row.row)} {...props} />
      )}
    >
      {row.text === '' ? groupId : row.text}
    </Anchor>
  );
}

function Issues({ row }: { row: ImportRow }) {
  if (row.result === 'duplicate') return <Text size="sm">{words.duplicateHint}</Text>;
  if (row.issues.length === 0) return texts.common.none;
  return (
    <List size="sm" listStyleType="none">
      {row.issues.map(({ column, rule, path, message, fix }) => (
        <List.Item key={`${path} ${rule} ${message}`}>
          {words.issue(column, message)} {fix} <Code>{rule}</Code>
        </List.Item>
      ))}
    </List>
  );
}
