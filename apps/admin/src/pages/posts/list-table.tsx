import { Checkbox, Table, Text } from '@mantine/core';
import { type ColumnDef, flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { texts } from '../../texts';
import classes from './list-table.module.css';
import type { Selection } from './use-selection';

interface ListTableProps<Row> {
  caption: string;
  columns: ColumnDef<Row>[];
  selection: Selection<Row>;
  /** What a row is called where it is selected. */
  nameOf: (row: Row) => string;
  selectable: boolean;
}

/** A table of which rows can be selected; on a phone a card for each row, and still a table to those who hear it. */
export function ListTable<Row extends { id: string }>(props: ListTableProps<Row>) {
  const { caption, columns, selection, selectable } = props;
  const words = texts.posts.list;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized, and no compiler does it
  const table = useReactTable({
    data: selection.rows,
    columns,
    getRowId: ({ id }) => id,
    getCoreRowModel: getCoreRowModel(),
    manualPagination: true,
  });
  const some = selection.selected.size > 0;
  return (
    <Table.ScrollContainer minWidth={0} type="native" tabIndex={0} aria-label={caption} role="region">
      <Table
        role="table"
        aria-label={caption}
        className={classes.table}
        verticalSpacing="xs"
        highlightOnHover
      >
        <Table.Thead role="rowgroup">
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id} role="row">
              {selectable && (
                <Table.Th role="columnheader" w={40}>
                  <Checkbox
                    aria-label={words.selectAll}
                    checked={some && selection.selected.size === selection.rows.length}
                    indeterminate={some && selection.selected.size < selection.rows.length}
                    onChange={selection.toggleAll}
                  />
                </Table.Th>
              )}
              {group.headers.map((header) => (
                <Table.Th key={header.id} role="columnheader" scope="col">
                  {flexRender(header.column.columnDef.header, header.getContext())}
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {table.getRowModel().rows.map((row) => (
            <Table.Tr
              key={row.id}
              role="row"
              aria-selected={selectable ? selection.selected.has(row.id) : undefined}
              className={selection.left.has(row.id) ? classes.left : undefined}
              bg={selection.selected.has(row.id) ? 'var(--mantine-color-default-hover)' : undefined}
            >
              {selectable && (
                <Table.Td role="cell" data-label={words.select}>
                  <Checkbox
                    aria-label={words.selectRow(props.nameOf(row.original))}
                    checked={selection.selected.has(row.id)}
                    onChange={() => selection.toggle(row.id)}
                  />
                </Table.Td>
              )}
              {row.getVisibleCells().map((cell, index) => (
                <Table.Td key={cell.id} role="cell" data-label={String(cell.column.columnDef.header)}>
                  <div>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    {index === 0 && selection.left.has(row.id) && (
                      <Text size="xs" c="dimmed">
                        {words.left}
                      </Text>
                    )}
                  </div>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
