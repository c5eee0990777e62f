import { Anchor } from '@mantine/core';
import type { StatsOverview } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { FactList } from '../../components/fact-list';
import { Instant } from '../../components/instant';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { Nothing, Section } from './section';

const words = texts.today.webhooks;
/** The gateway counts no further. */
const MOST_PENDING = 10_000;

export function WebhookBacklog({ webhooks }: { webhooks: NonNullable<StatsOverview['webhooks']> }) {
  const { pending, oldestPendingAt, activeEndpoints, failingEndpoints, disabledEndpoints } = webhooks;
  const link = (
    <Anchor size="sm" renderRoot={(props) => <Link to="/webhooks" {...props} />}>
      {words.manage}
    </Anchor>
  );
  return (
    <Section id="webhooks" title={words.title} link={link}>
      {activeEndpoints + disabledEndpoints === 0 ? (
        <Nothing>{words.none}</Nothing>
      ) : (
        <FactList
          facts={[
            { label: words.pending, value: pending >= MOST_PENDING ? words.pendingMost(pending) : pending },
            ...(oldestPendingAt === null
              ? []
              : [{ label: words.oldest, value: <Instant at={oldestPendingAt} relative /> }]),
            { label: words.active, value: activeEndpoints },
            { label: words.failing, value: <Count number={failingEndpoints} tone="warning" /> },
            { label: words.disabled, value: <Count number={disabledEndpoints} tone="bad" /> },
          ]}
        />
      )}
    </Section>
  );
}

function Count({ number, tone }: { number: number; tone: 'warning' | 'bad' }) {
  return number === 0 ? 0 : <ToneBadge tone={tone}>{String(number)}</ToneBadge>;
}
