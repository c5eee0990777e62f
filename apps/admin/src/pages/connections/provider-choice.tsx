import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Provider } from '@postern/client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state';
import { texts } from '../../texts';
import { BreakerBadge } from './connection-health';

const words = texts.connections;

export function ProviderChoice({ providers }: { providers: readonly Provider[] }) {
  const [sought, setSought] = useState('');
  const shown = providers.filter((provider) => isSought(provider, sought));
  return (
    <Stack>
      <div>
        <Title order={2} size="h4">
          {words.choose}
        </Title>
        <Text size="sm" c="dimmed">
          {words.chooseHint}
        </Text>
      </div>
      <TextInput
        type="search"
        label={words.searchProviders}
        maw={420}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      {shown.length === 0 && (
        <EmptyState
          title={words.noProvider}
          hint={words.noProviderHint}
          action={
            <Anchor renderRoot={(props) => <Link to="/manifests" {...props} />}>{words.toManifests}</Anchor>
          }
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {shown.map((provider) => (
          <ProviderCard key={provider.id} provider={provider} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function isSought({ id, name, platforms }: Provider, sought: string): boolean {
  const wanted = sought.trim().toLowerCase();
  return [id, name, ...platforms.map(({ platform }) => platform)].some((word) =>
    word.toLowerCase().includes(wanted),
  );
}

function ProviderCard({ provider }: { provider: Provider }) {
  return (
    <Card withBorder component="article">
      <Group justify="space-between" gap="xs">
        <Title order={3} size="h5">
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link to="/connections/new" search={{ provider: provider.id }} {...props} />
            )}
          >
            {words.connectTo(provider.name)}
          </Anchor>
        </Title>
        <BreakerBadge breaker={provider.health.breaker} />
      </Group>
      <Text size="xs" c="dimmed" mb="xs">
        {provider.id}
      </Text>
      <Platforms provider={provider} />
      <Text size="sm" mt="xs">
        {words.capabilities(provider.capabilities).slice(0, 3).join(' ')}
      </Text>
    </Card>
  );
}

function Platforms({ provider: { platforms } }: { provider: Provider }) {
  return (
    <Group gap={4} component="ul" p={0} m={0} aria-label={words.platforms} style={{ listStyle: 'none' }}>
      {platforms.map(({ platform }) => (
        <li key={platform}>
          <Badge variant="default" tt="none" fw={500}>
            {platform}
          </Badge>
        </li>
      ))}
    </Group>
  );
}

/** Beside the form: what the provider can do, in plain words. */
export function ProviderAbilities({ provider }: { provider: Provider }) {
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {words.abilities}
      </Title>
      <Platforms provider={provider} />
      <Stack component="ul" gap={4} mt="sm" mb="sm" pl="md">
        {words.capabilities(provider.capabilities).map((sentence) => (
          <Text key={sentence} size="sm" component="li">
            {sentence}
          </Text>
        ))}
      </Stack>
      <Anchor href={provider.docsUrl} target="_blank" rel="noreferrer" size="sm">
        {words.docs(provider.name)}
      </Anchor>
    </Card>
  );
}
