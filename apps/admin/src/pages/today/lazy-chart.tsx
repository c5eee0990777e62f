import { Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';

export const CHART_HEIGHT = 240;

export const LatenessChart = lazy(() =>
  import('./charts').then((charts) => ({ default: charts.LatenessChart })),
);
export const ThroughputChart = lazy(() =>
  import('./charts').then((charts) => ({ default: charts.ThroughputChart })),
);

/** A chart for those who see it; a table says the same beside it. */
export function ChartBox({ children }: { children: ReactNode }) {
  return (
    <div aria-hidden style={{ minHeight: CHART_HEIGHT, minWidth: 0 }}>
      <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>{children}</Suspense>
    </div>
  );
}
