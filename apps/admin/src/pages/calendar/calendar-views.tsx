import { UnstyledButton } from '@mantine/core';
import {
  DayView,
  MobileMonthView,
  MonthView,
  type MonthViewProps,
  type ScheduleEventData,
  WeekView,
} from '@mantine/schedule';
import '@mantine/schedule/styles.css';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { TONE_COLOURS } from '../../components/status-badge';
import { texts } from '../../texts';
import { EventMark, nameOf, toneOf } from './event-mark';
import classes from './calendar.module.css';
import type { CalendarView } from './search';
import { drawn, momentOf, type ShownGroup } from './shown-group';

interface CalendarViewsProps {
  view: Exclude<CalendarView, 'list'>;
  date: string;
  phone: boolean;
  groups: readonly ShownGroup[];
  /** Groups may be moved, and made. */
  writable: boolean;
  onOpen: (id: string) => void;
  onMove: (id: string, at: string) => void;
  onReschedule: (group: ShownGroup) => void;
  onDay: (date: string) => void;
  /** An empty place was chosen. */
  onCompose: (at: string) => void;
}

const words = texts.calendar;
const LABELS = { ...words.schedule, noEvents: words.noEvents, moreLabel: words.more };
/** When a day of a month is chosen without an hour. */
const HOUR = 9;

type RenderEvent = NonNullable<MonthViewProps['renderEvent']>;

/** The library's views with our groups in them. */
export function CalendarViews(props: CalendarViewsProps) {
  const { view, date, phone, groups, writable, onOpen, onMove, onDay, onCompose } = props;
  const events = useMemo(() => groups.map(toEvent), [groups]);
  const byId = useMemo(() => new Map(groups.map((group) => [group.id, group])), [groups]);
  const renderEvent = eventRenderer(byId, props);
  const open = ({ id }: ScheduleEventData) => onOpen(String(id));
  const composeAt = (stamped: string) => {
    const at = momentOf(stamped);
    if (writable && Date.parse(at) > Date.now()) onCompose(at);
  };
  const onDayClick = (day: string) => {
    const chosen = dayjs(day).hour(HOUR);
    const soon = dayjs().add(1, 'hour').startOf('hour');
    if (writable && chosen.isAfter(dayjs())) onCompose(chosen.toISOString());
    else if (writable && chosen.isSame(dayjs(), 'day')) onCompose(soon.toISOString());
    else onDay(day);
  };
  const common = {
    date,
    events,
    labels: LABELS,
    withHeader: false,
    firstDayOfWeek: 1 as const,
    renderEvent,
    onEventClick: open,
    withEventsDragAndDrop: writable,
    canDragEvent: ({ id }: ScheduleEventData) => byId.get(String(id))?.movable === true,
    onEventDrop: ({ eventId, newStart }: { eventId: string | number; newStart: string }) =>
      onMove(String(eventId), momentOf(newStart)),
  };
  const hours = {
    ...common,
    withAllDaySlots: false,
    intervalMinutes: 60,
    eventDragInterval: 15,
    slotLabelFormat: 'HH:mm',
    startScrollTime: '07:00:00',
    onTimeSlotClick: ({ slotStart }: { slotStart: string }) => composeAt(slotStart),
  };
  switch (view) {
    case 'month':
      return phone ? (
        <MobileMonthView
          date={date}
          selectedDate={date}
          onSelectedDateChange={(day) => day && onDay(day)}
          events={events}
          labels={LABELS}
          firstDayOfWeek={1}
          classNames={{ mobileMonthViewDay: classes.day }}
          renderHeader={() => null}
          renderEvent={renderEvent}
          onEventClick={open}
        />
      ) : (
        <MonthView
          {...common}
          classNames={{ monthViewDayLabel: classes.day }}
          weekdayFormat="ddd"
          maxEventsPerDay={3}
          onDayClick={onDayClick}
          moreEventsProps={{ modalTitle: words.moreTitle }}
        />
      );
    case 'week':
      return (
        <div ref={(node) => namedByTheirText(node)}>
          <WeekView {...hours} classNames={{ weekViewDayLabel: DAY_LABEL }} />
        </div>
      );
    case 'day':
      return <DayView {...hours} />;
  }
}

const DAY_LABEL = 'postern-day-label';

/** The library names days otherwise than it shows them, so that who speaks what they see reaches none (WCAG 2.5.3). */
function namedByTheirText(node: HTMLElement | null): void {
  for (const label of node?.getElementsByClassName(DAY_LABEL) ?? []) label.removeAttribute('aria-label');
}

function toEvent(group: ShownGroup): ScheduleEventData {
  return { id: group.id, title: nameOf(group), color: TONE_COLOURS[toneOf(group)], ...drawn(group) };
}

/** A button with its group's name, signs and, by the key R, the dialogue that moves it. */
function eventRenderer(
  byId: ReadonlyMap<string, ShownGroup>,
  { writable, onReschedule }: CalendarViewsProps,
): RenderEvent {
  return function renderGroup(event, { children, ...props }) {
    const group = byId.get(String(event.id));
    if (group === undefined) return <UnstyledButton {...props}>{children}</UnstyledButton>;
    const movable = writable && group.movable;
    return (
      <UnstyledButton
        {...props}
        className={`${props.className ?? ''} ${classes.event}`}
        style={{ ...props.style, borderInlineStartColor: TONE_COLOURS[toneOf(group)] }}
        aria-keyshortcuts={movable ? 'R' : undefined}
        onKeyDown={(pressed) => {
          if (!movable || pressed.key.toLowerCase() !== 'r' || pressed.ctrlKey || pressed.metaKey) return;
          pressed.preventDefault();
          onReschedule(group);
        }}
      >
        <EventMark group={group} />
      </UnstyledButton>
    );
  };
}
