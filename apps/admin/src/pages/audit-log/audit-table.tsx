import { Anchor, Button, Code, Table, Text } from '@mantine/core';
import type { AuditEntry } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { Instant } from '../../components/instant';
import { ScrollTable } from '../../components/scroll-table';
import { texts } from '../../texts';
import { AuditDetails } from './audit-details';
import type { AuditSearch } from './search';
import { subjectPath } from './subject-path';

interface AuditTableProps {
  items: readonly AuditEntry[];
  search: AuditSearch;
  onNarrow: (search: AuditSearch) => void;
}

const words = texts.auditLog;

export function AuditTable({ items, search, onNarrow }: AuditTableProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpened((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );
  return (
    <ScrollTable label={words.list} minWidth={820}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.columns.when}</Table.Th>
          <Table.Th scope="col">{words.columns.actor}</Table.Th>
          <Table.Th scope="col">{words.columns.action}</Table.Th>
          <Table.Th scope="col">{words.columns.subject}</Table.Th>
          <Table.Th scope="col">{words.columns.details}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((entry) => (
          <Fragment key={entry.id}>
            <Row entry={entry} opened={opened.has(entry.id)} onToggle={() => toggle(entry.id)} />
            {opened.has(entry.id) && (
              <Table.Tr id={`details-${entry.id}`}>
                <Table.Td colSpan={5}>
                  <AuditDetails entry={entry} onNarrow={(narrowed) => onNarrow({ ...search, ...narrowed })} />
                </Table.Td>
              </Table.Tr>
            )}
          </Fragment>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Row({ entry, opened, onToggle }: { entry: AuditEntry; opened: boolean; onToggle: () => void }) {
  const { createdAt, actor, action, subject } = entry;
  return (
    <Table.Tr>
      <Table.Td>
        <Instant at={createdAt} />
      </Table.Td>
      <Table.Td>
        <Actor actor={actor} />
      </Table.Td>
      <Table.Td>
        <Code>{action}</Code>
      </Table.Td>
      <Table.Td>
        <Subject subject={subject} />
      </Table.Td>
      <Table.Td>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={opened}
          aria-controls={opened ? `details-${entry.id}` : undefined}
          aria-label={words.showOf(action, subject.id)}
          onClick={onToggle}
        >
          {words.columns.details}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function Actor({ actor: { id, name, prefix } }: { actor: AuditEntry['actor'] }) {
  if (id === null) return words.system;
  return (
    <>
      <Text size="sm">{name ?? words.operator}</Text>
      <Text size="xs" c="dimmed">
        {prefix ?? id}
      </Text>
    </>
  );
}

function Subject({ subject }: { subject: AuditEntry['subject'] }) {
  const path = subjectPath(subject);
  if (path === null) return <Text size="sm">{subject.id}</Text>;
  return (
    <Anchor size="sm" renderRoot={(props) => <Link to={path} {...props} />}>
      {subject.id}
    </Anchor>
  );
}
