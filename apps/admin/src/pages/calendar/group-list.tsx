import { Anchor, Button, Table } from '@mantine/core';
import { platformName } from '@postern/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { ScrollTable } from '../../components/scroll-table';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { marksOf, toneOf } from './event-mark';
import type { ShownGroup } from './shown-group';

interface GroupListProps {
  groups: readonly ShownGroup[];
  /** `null`: the session may not. */
  onReschedule: ((group: ShownGroup) => void) | null;
}

const words = texts.calendar;

/** The same groups in the order of their times, each with what can be done: no mouse is needed, and little room. */
export function GroupList({ groups, onReschedule }: GroupListProps) {
  if (groups.length === 0) return <EmptyState title={words.empty} hint={words.emptyHint} />;
  return (
    <ScrollTable label={words.list} minWidth={600}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.columns.time}</Table.Th>
          <Table.Th scope="col">{words.columns.status}</Table.Th>
          <Table.Th scope="col">{words.columns.text}</Table.Th>
          <Table.Th scope="col">{words.columns.platforms}</Table.Th>
          {onReschedule !== null && <Table.Th scope="col">{words.columns.action}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.map((group) => (
          <Table.Tr key={group.id}>
            <Table.Td>
              <Instant at={group.at} />
            </Table.Td>
            <Table.Td>
              <ToneBadge tone={toneOf(group)}>{marksOf(group)}</ToneBadge>
            </Table.Td>
            <Table.Th scope="row" fw={500}>
              <Anchor
                size="sm"
                renderRoot={(props) => (
                  <Link to="/groups/$groupId" params={{ groupId: group.id }} {...props} />
                )}
              >
                {group.text || words.noText}
              </Anchor>
            </Table.Th>
            <Table.Td>{group.platforms.map(platformName).join(', ')}</Table.Td>
            {onReschedule !== null && (
              <Table.Td>
                {group.movable && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={words.rescheduleOf(group.text || words.noText)}
                    onClick={() => onReschedule(group)}
                  >
                    {words.reschedule}
                  </Button>
                )}
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
