import { Text } from '@mantine/core';
import type { Punctuality } from '@postern/client';
import { Loaded } from '../../components/loaded';
import { duration } from '../../components/time';
import { texts } from '../../texts';
import { hourLabel } from './figures';
import { HiddenTable } from './hidden-table';
import { CHART_HEIGHT, ChartBox, LatenessChart } from './lazy-chart';
import { Nothing, Section } from './section';
import { usePunctuality } from './today-queries';

const words = texts.today.punctuality;
const SERIES = [
  { name: 'p50', label: words.p50, color: 'gate.5' },
  { name: 'p99', label: words.p99, color: 'orange.6' },
];
const seconds = (value: number | null) => (value === null ? texts.common.none : duration(value * 1_000));

export function PunctualitySection() {
  const query = usePunctuality();
  return (
    <Section id="punctuality" title={words.title} hint={words.hint}>
      <Loaded query={query} skeletonHeight={CHART_HEIGHT + 24}>
        {(punctuality) =>
          punctuality.overall.posts === 0 ? (
            <Nothing>{words.empty}</Nothing>
          ) : (
            <Lateness punctuality={punctuality} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Lateness({ punctuality: { overall, hours } }: { punctuality: Punctuality }) {
  const { posts, p50Seconds, p99Seconds, maxSeconds, neverStarted } = overall;
  const summary = words.summary(posts, seconds(p50Seconds), seconds(p99Seconds), seconds(maxSeconds));
  const data = hours.map(({ hour, p50Seconds: p50, p99Seconds: p99 }) => ({
    hour: hourLabel(hour),
    p50,
    p99,
  }));
  return (
    <>
      <Text size="sm">
        {summary} {neverStarted > 0 && <b>{words.neverStarted(neverStarted)}</b>}
      </Text>
      <ChartBox>
        <LatenessChart data={data} series={SERIES} height={CHART_HEIGHT} />
      </ChartBox>
      <HiddenTable
        caption={words.table}
        columns={Object.values(words.columns)}
        rows={hours.map((each) => [
          hourLabel(each.hour),
          each.posts,
          seconds(each.p50Seconds),
          seconds(each.p99Seconds),
          seconds(each.maxSeconds),
          each.neverStarted,
        ])}
      />
    </>
  );
}
