import { Table, type TableProps } from '@mantine/core';

interface ScrollTableProps extends TableProps {
  /** What is listed, for those who do not see it. */
  label: string;
  /** Narrower than this, it scrolls in its own box. */
  minWidth?: number;
}

/** A table that scrolls in its own box where it is wider than the page, with the keyboard, too. */
export function ScrollTable({ label, minWidth = 640, children, ...table }: ScrollTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="xs" {...table}>
        {children}
      </Table>
    </Table.ScrollContainer>
  );
}
