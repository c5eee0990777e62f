/** Loaded by itself: the library is larger than the rest of the page. */
import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { duration } from '../../components/time';
import type { Bar } from './figures';

export interface Series {
  name: string;
  label: string;
  color: string;
}

interface ChartProps {
  data: Record<string, number | string | null>[];
  series: Series[];
  height: number;
}

// Those who do not see them read the table beside, so the chart itself takes no focus.
const QUIET = { accessibilityLayer: false };

export function LatenessChart({ data, series, height }: ChartProps) {
  return (
    <LineChart
      h={height}
      data={data}
      dataKey="hour"
      series={series}
      curveType="linear"
      connectNulls={false}
      withLegend
      valueFormatter={(seconds) => duration(seconds * 1_000)}
      lineChartProps={QUIET}
      yAxisProps={{ width: 64 }}
    />
  );
}

export function ThroughputChart({ data, series, height }: Omit<ChartProps, 'data'> & { data: Bar[] }) {
  return (
    <BarChart
      h={height}
      data={data}
      dataKey="hour"
      type="stacked"
      series={series}
      withLegend
      barChartProps={QUIET}
      yAxisProps={{ width: 40, allowDecimals: false }}
    />
  );
}
