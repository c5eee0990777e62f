import { Group, SegmentedControl } from '@mantine/core';
import type { StatsOverview } from '@postern/client';
import { platformName } from '@postern/core';
import { useState } from 'react';
import { useProviderNames } from '../../components/provider-names';
import { texts } from '../../texts';
import {
  barsOf,
  byPlace,
  hourLabel,
  hoursBetween,
  type Outcome,
  OUTCOMES,
  seriesOf,
  type Split,
} from './figures';
import { HiddenTable } from './hidden-table';
import { CHART_HEIGHT, ChartBox, ThroughputChart } from './lazy-chart';
import { Nothing, Section } from './section';

const words = texts.today.throughput;
const SPLITS: readonly Split[] = ['provider', 'platform', 'outcome'];
const COLOURS = [
  'gate.5',
  'teal.6',
  'orange.6',
  'violet.5',
  'pink.6',
  'lime.7',
  'cyan.6',
  'yellow.7',
  'gray.6',
];
const OUTCOME_COLOURS: Record<Outcome, string> = {
  published: 'teal.6',
  handedOff: 'gate.5',
  failed: 'red.6',
  canceled: 'gray.6',
};

export function ThroughputSection({ overview }: { overview: StatsOverview }) {
  return (
    <Section id="throughput" title={words.title} hint={words.hint}>
      {overview.throughput.length === 0 ? (
        <Nothing>{words.empty}</Nothing>
      ) : (
        <Throughput overview={overview} />
      )}
    </Section>
  );
}

function Throughput({ overview }: { overview: StatsOverview }) {
  const [split, setSplit] = useState<Split>('provider');
  const nameOf = useProviderNames();
  const labelOf: Record<Split, (name: string) => string> = {
    provider: nameOf,
    platform: platformName,
    outcome: (name) => words.outcomes[name as Outcome],
  };
  const { throughput } = overview;
  const series = seriesOf(throughput, split).map((name, nth) => ({
    name,
    label: labelOf[split](name),
    color:
      split === 'outcome' ? OUTCOME_COLOURS[name as Outcome] : (COLOURS[nth % COLOURS.length] ?? 'gray.6'),
  }));
  return (
    <>
      <Group>
        <SegmentedControl
          size="xs"
          aria-label={words.by}
          data={SPLITS.map((value) => ({ value, label: words.views[value] }))}
          value={split}
          onChange={setSplit}
        />
      </Group>
      <ChartBox>
        <ThroughputChart
          data={barsOf(throughput, hoursBetween(overview), split, (hour) => hourLabel(hour))}
          series={series}
          height={CHART_HEIGHT}
        />
      </ChartBox>
      <HiddenTable
        caption={words.table}
        columns={[...Object.values(words.columns), ...OUTCOMES.map((outcome) => words.outcomes[outcome])]}
        rows={byPlace(throughput).map((place) => [
          nameOf(place.provider),
          platformName(place.platform),
          ...OUTCOMES.map((outcome) => place[outcome]),
        ])}
      />
    </>
  );
}
