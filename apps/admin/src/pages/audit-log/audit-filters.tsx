import { Button, Group, TagsInput } from '@mantine/core';
import { CommittedInput } from '../../components/committed-input';
import { MomentInput } from '../../components/moment-input';
import { texts } from '../../texts';
import { ACTIONS } from './actions';
import { type AuditSearch, auditSearch, isNarrowed } from './search';

interface AuditFiltersProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}

const words = texts.auditLog;

/** Whatever is chosen leads to the first page of what matches. */
export function AuditFilters({ search, onSearch }: AuditFiltersProps) {
  const { cursor: _, ...filters } = search;
  const change = (changed: Partial<Record<keyof AuditSearch, unknown>>) =>
    onSearch(auditSearch({ ...filters, ...changed }));
  return (
    <Group component="search" align="flex-end" gap="sm" aria-label={words.search}>
      <TagsInput
        label={words.filters.action}
        placeholder={search.action ? undefined : words.filters.actionHint}
        data={ACTIONS}
        value={search.action ?? []}
        onChange={(action) => change({ action })}
        w={{ base: '100%', xs: 280 }}
      />
      <CommittedInput
        label={words.filters.actor}
        value={search.actorId ?? ''}
        maxLength={64}
        onCommit={(actorId) => change({ actorId })}
        w={{ base: '100%', xs: 200 }}
      />
      <CommittedInput
        label={words.filters.subject}
        value={search.subjectId ?? ''}
        maxLength={64}
        onCommit={(subjectId) => change({ subjectId })}
        w={{ base: '100%', xs: 200 }}
      />
      <MomentInput
        label={words.filters.since}
        value={search.since ?? null}
        onChange={(since) => change({ since })}
      />
      <MomentInput
        label={words.filters.until}
        value={search.until ?? null}
        onChange={(until) => change({ until })}
      />
      {isNarrowed(search) && (
        <Button variant="subtle" onClick={() => onSearch({})}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}
