import { Button, Group } from '@mantine/core';
import { platformName } from '@postern/core';
import { X } from 'lucide-react';
import { texts } from '../../texts';
import { chipText } from './filter-options';
import { useFilterOptions } from './reading';
import { type Chip, chipsOf, type PostsSearch } from './search';

const words = texts.posts.list;

/** What is filtered by; each can be taken away by itself. */
export function FilterChips({ search, onRemove }: { search: PostsSearch; onRemove: (chip: Chip) => void }) {
  const { accounts, connections } = useFilterOptions();
  const chips = chipsOf(search);
  if (chips.length === 0) return null;
  const named = new Map([
    ...accounts.map(
      ({ id, handle, platform }) => [id, `${handle ?? id} · ${platformName(platform)}`] as const,
    ),
    ...connections.map(({ id, name }) => [id, name] as const),
  ]);
  return (
    <Group gap={6} role="group" aria-label={words.activeFilters}>
      {chips.map((chip) => {
        const text = chipText(chip, named);
        return (
          <Button
            key={`${chip.name} ${chip.value}`}
            size="compact-sm"
            variant="default"
            fw={400}
            rightSection={<X size={12} aria-hidden />}
            aria-label={words.remove(words.names[chip.name], text)}
            onClick={() => onRemove(chip)}
          >
            {`${words.names[chip.name]}: ${text}`}
          </Button>
        );
      })}
    </Group>
  );
}
