import { SimpleGrid, Stack } from '@mantine/core';
import type { StatsOverview } from '@postern/client';
import { useCan } from '../../api/session';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { ConnectionOverview } from './connection-overview';
import { Failures } from './failures';
import { isQuiet } from './figures';
import { FirstSteps } from './first-steps';
import { DueNext, Late, Unknown } from './open-posts';
import { PunctualitySection } from './punctuality';
import { ThroughputSection } from './throughput';
import { Tiles } from './tiles';
import { useHasPosts, useOverview } from './today-queries';
import { WebhookBacklog } from './webhook-backlog';

const ALL_OF_IT = 900;

export function TodayPage() {
  return (
    <Page title={texts.shell.pages.today} hint={texts.today.hint}>
      <ScopeGate scope="publish:read">
        <Today />
      </ScopeGate>
    </Page>
  );
}

function Today() {
  const query = useOverview();
  return (
    <Loaded query={query} skeletonHeight={ALL_OF_IT}>
      {(overview) => (isQuiet(overview) ? <QuietDay overview={overview} /> : <Day overview={overview} />)}
    </Loaded>
  );
}

/** Whether nothing has happened of late, or never anything. */
function QuietDay({ overview }: { overview: StatsOverview }) {
  const query = useHasPosts(true);
  return (
    <Loaded query={query} skeletonHeight={ALL_OF_IT}>
      {(hasPosts) => (hasPosts ? <Day overview={overview} /> : <FirstSteps />)}
    </Loaded>
  );
}

/** What wants a person first. */
function Day({ overview }: { overview: StatsOverview }) {
  const can = useCan();
  return (
    <Stack gap="md">
      <Tiles overview={overview} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack gap="md" miw={0}>
          <Late overview={overview} />
          <Unknown overview={overview} />
        </Stack>
        <DueNext overview={overview} />
      </SimpleGrid>
      <Failures causes={overview.failed} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <PunctualitySection />
        <ThroughputSection overview={overview} />
      </SimpleGrid>
      {can('connections:read') && <ConnectionOverview accounts={overview.accounts} />}
      {overview.webhooks !== null && <WebhookBacklog webhooks={overview.webhooks} />}
    </Stack>
  );
}
