import { Button, List, Stack, Table, Text, Title } from '@mantine/core';
import type { ManifestExplanation as Explanation } from '@postern/client';
import type { ReactNode } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { EmptyState } from '../../components/empty-state';
import { ProblemNotice } from '../../components/problem-notice';
import { ScrollTable } from '../../components/scroll-table';
import { texts } from '../../texts';
import type { ManifestDraft } from './use-manifest-draft';

const words = texts.manifests;

interface Asked {
  text: string;
  explanation: Explanation;
}

export function ManifestExplanation({ draft: { text, manifest } }: { draft: ManifestDraft }) {
  const command = useCommand<Record<string, unknown>, Asked>({
    run: async (asked) => ({ text, explanation: await postern.manifests.explain({ manifest: asked }) }),
    changes: [],
    quiet: true,
  });
  return (
    <Stack align="stretch">
      <Text size="sm">{words.explainHint}</Text>
      <Button
        variant="default"
        loading={command.isPending}
        disabled={manifest === null}
        onClick={() => manifest !== null && command.mutate(manifest)}
      >
        {words.explain}
      </Button>
      {command.isError && <ProblemNotice error={command.error} />}
      {command.isIdle && <EmptyState title={words.explainEmpty} />}
      {command.data !== undefined && (
        <>
          {command.data.text !== text && (
            <Text size="sm" fw={600} role="status">
              {words.outdated}
            </Text>
          )}
          <Explained explanation={command.data.explanation} />
        </>
      )}
    </Stack>
  );
}

function Explained({ explanation }: { explanation: Explanation }) {
  const { summary, operations, statuses, platforms, limits, notes } = explanation;
  return (
    <Stack gap="lg">
      <Part title={words.summary}>
        <Sentences all={summary} />
      </Part>
      <Part title={words.operations}>
        <List size="sm" spacing={4}>
          {operations.map(({ name, request, purpose }) => (
            <List.Item key={name} style={{ overflowWrap: 'anywhere' }}>
              <b>{name}</b> ({request}): {purpose}
            </List.Item>
          ))}
        </List>
      </Part>
      <Part title={words.statusesHeading}>
        <Rows
          label={words.statusesHeading}
          columns={words.statusColumns}
          rows={statuses.map(({ level, word, means }) => [words.levels[level], word, means])}
        />
      </Part>
      <Part title={words.platforms}>
        <Rows
          label={words.platforms}
          columns={words.platformColumns}
          rows={platforms.map((one) => [one.platform, one.word, one.notes.join('; ')])}
        />
      </Part>
      <Part title={words.limits}>
        <Sentences all={limits} />
      </Part>
      {notes.length > 0 && (
        <Part title={words.notCertain}>
          <Sentences all={notes} />
        </Part>
      )}
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Sentences({ all }: { all: readonly string[] }) {
  return (
    <List size="sm" spacing={4}>
      {all.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}

interface RowsProps {
  label: string;
  columns: Record<string, string>;
  rows: readonly (readonly string[])[];
}

function Rows({ label, columns, rows }: RowsProps) {
  return (
    <ScrollTable label={label} minWidth={360}>
      <Table.Thead>
        <Table.Tr>
          {Object.entries(columns).map(([column, title]) => (
            <Table.Th key={column}>{title}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.join(' ')}>
            {row.map((cell, index) => (
              <Table.Td key={index}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
