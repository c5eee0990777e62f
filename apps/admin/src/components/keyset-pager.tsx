import { Button, Group } from '@mantine/core';
import { texts } from '../texts';

interface KeysetPagerProps {
  /** Of the page that is shown, as its address has it. */
  cursor: string | undefined;
  nextCursor: string | null;
  /** `undefined` leads to the first page. */
  onCursor: (cursor: string | undefined) => void;
}

/** Cursors lead onwards only; back lead the browser's own button and the first page. */
export function KeysetPager({ cursor, nextCursor, onCursor }: KeysetPagerProps) {
  if (cursor === undefined && nextCursor === null) return null;
  return (
    <Group component="nav" justify="space-between" aria-label={texts.common.pages}>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          disabled={cursor === undefined}
          onClick={() => onCursor(undefined)}
        >
          {texts.common.firstPage}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={cursor === undefined}
          onClick={() => window.history.back()}
        >
          {texts.common.pageBefore}
        </Button>
      </Group>
      <Button
        variant="default"
        size="xs"
        disabled={nextCursor === null}
        onClick={() => onCursor(nextCursor ?? undefined)}
      >
        {texts.common.nextPage}
      </Button>
    </Group>
  );
}
