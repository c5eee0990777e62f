import { Alert, Button, Group, Pagination, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { Import } from '@postern/client';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state';
import { texts } from '../../texts';
import { RowsTable } from './rows-table';

interface DryRunResultProps {
  checked: Import;
  importing: boolean;
  onImport: () => void;
}

const words = texts.imports;
const PER_PAGE = 50;
type Which = 'all' | 'bad';

/** What a table would become, row by row, and the way to make it so. */
export function DryRunResult({ checked, importing, onImport }: DryRunResultProps) {
  const { total, counts } = checked;
  const all = checked.rows ?? [];
  const bad = all.filter(({ result }) => result !== 'valid');
  const [which, setWhich] = useState<Which>(bad.length > 0 ? 'bad' : 'all');
  const [page, setPage] = useState(1);
  const rows = which === 'bad' ? bad : all;
  const pages = Math.ceil(rows.length / PER_PAGE);
  return (
    <Stack gap="sm" component="section" aria-label={words.checked}>
      <Title order={2} size="h3">
        {words.checked}
      </Title>
      <Alert variant="default" role="status">
        {bad.length === 0 ? words.allGood(total) : words.someGood(counts.valid, total)} {words.nothingWritten}
      </Alert>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={words.filter}
          value={which}
          onChange={(value) => {
            setWhich(value);
            setPage(1);
          }}
          data={[
            { value: 'all', label: `${words.filters.all} (${all.length})` },
            { value: 'bad', label: `${words.filters.bad} (${bad.length})` },
          ]}
        />
        {counts.valid > 0 && (
          <Button onClick={onImport} loading={importing}>
            {words.start(counts.valid)}
          </Button>
        )}
      </Group>
      {rows.length === 0 ? (
        <EmptyState title={words.noBad} />
      ) : (
        <RowsTable rows={rows.slice((page - 1) * PER_PAGE, page * PER_PAGE)} />
      )}
      {pages > 1 && (
        <Group justify="space-between">
          <Text size="sm">{words.pageOf(page, pages)}</Text>
          <Pagination
            total={pages}
            value={page}
            onChange={setPage}
            getItemProps={(number) => ({ 'aria-label': words.pageOf(number, pages) })}
            getControlProps={(control) => ({ 'aria-label': CONTROL_LABELS[control] })}
          />
        </Group>
      )}
    </Stack>
  );
}

const CONTROL_LABELS = {
  first: texts.common.firstPage,
  previous: texts.common.pageBefore,
  next: texts.common.nextPage,
  last: texts.common.nextPage,
};
