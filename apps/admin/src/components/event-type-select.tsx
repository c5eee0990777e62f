import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import type { EventTypePattern } from '@postern/client';
import { texts } from '../texts';
import { EVENT_GROUPS, isPattern } from './event-types';

interface EventTypeSelectProps extends Omit<MultiSelectProps, 'value' | 'onChange' | 'data'> {
  value: readonly EventTypePattern[];
  onChange: (value: EventTypePattern[]) => void;
}

const { eventTypes } = texts;

const DATA = EVENT_GROUPS.map(({ group, patterns }) => ({
  group: eventTypes.groups[group],
  items: patterns.map((value) => ({ value, label: value })),
}));

/** Types of events, and beginnings of types such as `post.*`. */
export function EventTypeSelect({ value, onChange, ...select }: EventTypeSelectProps) {
  return (
    <MultiSelect
      {...select}
      data={DATA}
      value={[...value]}
      onChange={(chosen) => onChange(chosen.filter(isPattern))}
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={eventTypes.nothingFound}
      clearButtonProps={{ 'aria-label': eventTypes.clear }}
      renderOption={({ option }) => <Option pattern={option.value} />}
    />
  );
}

function Option({ pattern }: { pattern: string }) {
  const words = isPattern(pattern) ? eventTypes.patterns[pattern] : '';
  return (
    <span>
      {pattern}
      <br />
      <small>{words}</small>
    </span>
  );
}
