import { Alert, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useCan } from '../../api/session';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { viewerZone } from '../../components/time';
import { useNow } from '../../components/use-now';
import { texts } from '../../texts';
import { CalendarBar, CalendarFilters } from './calendar-bar';
import { CalendarViews } from './calendar-views';
import { GroupList } from './group-list';
import { RescheduleDialog } from './reschedule-dialog';
import type { CalendarSearch } from './search';
import { shownDays } from './shown-days';
import { type ShownGroup, shownGroup } from './shown-group';
import { type FoundGroups, useGroups } from './use-groups';
import { useReschedule } from './use-reschedule';

const words = texts.calendar;
const route = getRouteApi('/calendar');
/** Narrower, days are too small for words. */
const PHONE = '(max-width: 36em)';

export function CalendarPage() {
  const can = useCan();
  const hint = can('publish:write') ? `${words.zone(viewerZone())} ${words.how}` : words.zone(viewerZone());
  const compose = can('publish:write') && (
    <Button renderRoot={(props) => <Link to="/compose" {...props} />}>{words.compose}</Button>
  );
  return (
    <Page title={texts.shell.pages.calendar} hint={hint} actions={compose}>
      <ScopeGate scope="publish:read">
        <Calendar />
      </ScopeGate>
    </Page>
  );
}

function Calendar() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery(PHONE) ?? false;
  const { view = 'month', date = dayjs().format('YYYY-MM-DD') } = search;
  const days = shownDays(view, date);
  const query = useGroups(days, search);
  const onSearch = (next: CalendarSearch) => void navigate({ search: next, replace: true });
  return (
    <>
      <CalendarFilters search={search} onSearch={onSearch} />
      <CalendarBar view={view} date={date} title={days.title} search={search} onSearch={onSearch} />
      <Loaded query={query} skeletonHeight={620}>
        {(found) => <Shown found={found} view={view} date={date} phone={phone} search={search} />}
      </Loaded>
    </>
  );
}

interface ShownProps {
  found: FoundGroups;
  view: NonNullable<CalendarSearch['view']>;
  date: string;
  phone: boolean;
  search: CalendarSearch;
}

function Shown({ found, view, date, phone, search }: ShownProps) {
  const now = useNow();
  const writable = useCan()('publish:write');
  const navigate = route.useNavigate();
  const { moved, move } = useReschedule();
  const [asked, setAsked] = useState<ShownGroup | null>(null);
  const groups = useMemo(
    () =>
      found.groups
        .map((group) => shownGroup(group, now, moved.get(group.id)))
        .sort((a, b) => a.at.localeCompare(b.at)),
    [found, now, moved],
  );
  const asList = view === 'list' || (phone && view === 'week');
  return (
    <>
      {found.cut && (
        <Alert variant="default" role="status">
          {words.cut(groups.length)}
        </Alert>
      )}
      {asList ? (
        <GroupList groups={groups} onReschedule={writable ? setAsked : null} />
      ) : (
        <CalendarViews
          view={view}
          date={date}
          phone={phone}
          groups={groups}
          writable={writable}
          onOpen={(groupId) => void navigate({ to: '/groups/$groupId', params: { groupId } })}
          onMove={(id, at) => void move({ id, at })}
          onReschedule={setAsked}
          onDay={(day) =>
            void navigate({ search: { ...search, date: day, ...(phone ? {} : { view: 'day' }) } })
          }
          onCompose={(scheduledAt) => void navigate({ to: '/compose', search: { scheduledAt } })}
        />
      )}
      {asked !== null && (
        <RescheduleDialog
          key={asked.id}
          group={asked}
          onMove={(at) => move({ id: asked.id, at })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
