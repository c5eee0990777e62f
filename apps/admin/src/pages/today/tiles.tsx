import { Paper, SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import type { StatsOverview } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { texts } from '../../texts';

const words = texts.today.tiles;

/** The day in four numbers, each leading to its section. */
export function Tiles({ overview }: { overview: StatsOverview }) {
  const failed = overview.failed.reduce((sum, { count }) => sum + count, 0);
  const published = overview.throughput.reduce((sum, each) => sum + each.published + each.handedOff, 0);
  return (
    <SimpleGrid component="nav" aria-label={words.label} cols={{ base: 2, sm: 4 }} spacing="sm">
      <Tile label={words.late} number={overview.late.count} section="late" alarms />
      <Tile label={words.unknown} number={overview.unknown.count} section="unknown" alarms />
      <Tile label={words.failed} number={failed} section="failed" alarms />
      <Tile label={words.published} number={published} section="throughput" />
    </SimpleGrid>
  );
}

interface TileProps {
  label: string;
  number: number;
  section: string;
  /** More than none wants a person. */
  alarms?: boolean;
}

function Tile({ label, number, section, alarms = false }: TileProps) {
  return (
    <UnstyledButton renderRoot={(props) => <Link to="/" hash={section} {...props} />}>
      <Paper withBorder p="sm" style={alarms && number > 0 ? ALARM : undefined}>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text size="xl" fw={700}>
          {number}
        </Text>
      </Paper>
    </UnstyledButton>
  );
}

const ALARM = { borderInlineStart: '4px solid var(--mantine-color-red-6)' };
