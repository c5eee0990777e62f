import { Button, Group, Stack, Title } from '@mantine/core';
import type { Import } from '@postern/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useConfirm } from '../../components/confirm';
import { ProblemNotice } from '../../components/problem-notice';
import { viewerZone } from '../../components/time';
import { texts } from '../../texts';
import { DryRunResult } from './dry-run-result';
import { newImportKey } from './read-table';
import { type Table, TableSource } from './table-source';

const words = texts.imports;
/** Media by address are looked at, row by row. */
const CHECK_MS = 10 * 60_000;
const SLOW = { timeoutMs: CHECK_MS, totalTimeoutMs: CHECK_MS, maxRetries: 0 };

/** A table on its way in: chosen, checked, and only then imported. */
export function NewImport() {
  const [table, setTable] = useState<Table>({ csv: '', name: null });
  const [timeZone, setTimeZone] = useState(viewerZone());
  const [checked, setChecked] = useState<Import | null>(null);
  const [key, setKey] = useState('');
  const ask = useConfirm();
  const navigate = useNavigate();
  const check = useCommand({
    run: () => postern.imports.create({ ...table, timeZone, dryRun: true }, SLOW),
    changes: [],
    quiet: true,
    onDone: (result) => {
      setChecked(result);
      setKey(newImportKey());
    },
  });
  const start = useCommand({
    run: () => postern.imports.create({ ...table, timeZone }, { idempotencyKey: key, timeoutMs: 60_000 }),
    changes: ['imports'],
    onDone: ({ id }) => {
      if (id !== null) void navigate({ to: '/imports/$importId', params: { importId: id } });
    },
  });
  /** What was said of another table counts no more. */
  const forget = () => {
    setChecked(null);
    check.reset();
  };
  const confirmAndStart = async ({ counts, total }: Import) => {
    const { confirmed } = await ask({
      title: words.askTitle(counts.valid),
      consequence: words.ask(counts.valid, total - counts.valid),
      confirm: words.start(counts.valid),
    });
    if (confirmed) start.mutate();
  };
  return (
    <>
      <Stack gap="sm" component="section" aria-label={words.file}>
        <Title order={2} size="h3">
          {words.file}
        </Title>
        <TableSource
          table={table}
          timeZone={timeZone}
          onTable={(next) => {
            setTable(next);
            forget();
          }}
          onTimeZone={(next) => {
            setTimeZone(next);
            forget();
          }}
        />
        <Group>
          <Button
            onClick={() => check.mutate()}
            loading={check.isPending}
            disabled={table.csv.trim() === ''}
            variant={checked === null ? 'filled' : 'default'}
          >
            {words.check}
          </Button>
          {check.isPending && <span role="status">{words.checking}</span>}
        </Group>
        {check.isError && <ProblemNotice error={check.error} />}
      </Stack>
      {checked !== null && (
        <DryRunResult
          key={key}
          checked={checked}
          importing={start.isPending}
          onImport={() => void confirmAndStart(checked)}
        />
      )}
    </>
  );
}
