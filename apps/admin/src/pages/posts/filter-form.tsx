import { Autocomplete, Button, Group, MultiSelect, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { platformName } from '@postern/core';
import { fromLocalInput, toLocalInput } from '../../components/local-time';
import { useProviderNames } from '../../components/provider-names';
import { viewerZone } from '../../components/time';
import { texts } from '../../texts';
import { useFilterOptions } from './reading';
import { appliesTo, type FilterName, type PostsFilter, type PostsSearch, viewOf } from './search';
import { statusesOf, withGiven } from './filter-options';

const words = texts.posts.list;
const TIMES = ['since', 'until', 'createdSince', 'createdUntil'] as const;

interface FilterFormProps {
  search: PostsSearch;
  onApply: (filter: PostsFilter) => void;
}

/** Every filter of the view's operation. Made anew (by its key) when the address changes. */
export function FilterForm({ search, onApply }: FilterFormProps) {
  const view = viewOf(search);
  const { accounts, connections } = useFilterOptions();
  const providerName = useProviderNames();
  const form = useForm({ initialValues: valuesOf(search), validate: validateTimes });
  const text = (name: Extract<FilterName, 'clientReference' | 'groupId'>) => (
    <TextInput label={words.names[name]} {...form.getInputProps(name)} />
  );
  const accountOptions = accounts.map(({ id, handle, platform, provider }) => ({
    value: id,
    label: `${handle ?? id} · ${platformName(platform)} · ${providerName(provider)}`,
  }));
  const connectionOptions = connections.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form onSubmit={form.onSubmit((values) => onApply(filterOfValues(values, search)))} noValidate>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="sm">
        <MultiSelect
          label={words.names.status}
          data={withGiven(statusesOf(view), search.status)}
          clearable
          {...form.getInputProps('status')}
        />
        <Select
          label={words.names.accountId}
          placeholder={words.any}
          data={withGiven(accountOptions, search.accountId)}
          searchable
          clearable
          {...form.getInputProps('accountId')}
        />
        <Autocomplete
          label={words.names.platform}
          data={distinct(accounts.map(({ platform }) => platform))}
          {...form.getInputProps('platform')}
        />
        <Autocomplete
          label={words.names.provider}
          data={distinct(accounts.map(({ provider }) => provider))}
          {...form.getInputProps('provider')}
        />
        {text('clientReference')}
        {TIMES.map((name) => (
          <TextInput
            key={name}
            type="datetime-local"
            label={words.names[name]}
            description={words.timesIn(viewerZone())}
            {...form.getInputProps(name)}
          />
        ))}
        {appliesTo(view, 'errorCode') && (
          <>
            <MultiSelect
              label={words.names.errorCode}
              data={withGiven(
                Object.entries(texts.posts.errors).map(([value, label]) => ({ value, label })),
                search.errorCode,
              )}
              searchable
              clearable
              {...form.getInputProps('errorCode')}
            />
            <Select
              label={words.names.connectionId}
              placeholder={words.any}
              data={withGiven(connectionOptions, search.connectionId)}
              searchable
              clearable
              {...form.getInputProps('connectionId')}
            />
            {text('groupId')}
            <TextInput label={words.names.id} description={words.idsHint} {...form.getInputProps('id')} />
          </>
        )}
      </SimpleGrid>
      <Group mt="sm" gap="xs">
        <Button type="submit" size="xs">
          {words.apply}
        </Button>
        <Button size="xs" variant="default" onClick={() => onApply({})}>
          {words.clear}
        </Button>
      </Group>
    </form>
  );
}

type Values = ReturnType<typeof valuesOf>;

function valuesOf(search: PostsSearch) {
  const { status = [], errorCode = [], id = [], accountId = null, connectionId = null } = search;
  return {
    status,
    errorCode,
    accountId,
    connectionId,
    id: id.join(' '),
    platform: search.platform ?? '',
    provider: search.provider ?? '',
    clientReference: search.clientReference ?? '',
    groupId: search.groupId ?? '',
    since: toLocalInput(search.since),
    until: toLocalInput(search.until),
    createdSince: toLocalInput(search.createdSince),
    createdUntil: toLocalInput(search.createdUntil),
  };
}

function filterOfValues(values: Values, search: PostsSearch): PostsFilter {
  const { accountId, connectionId, id } = values;
  // What was not touched keeps its seconds, which the field does not show.
  const times = Object.fromEntries(
    TIMES.map((name) => [
      name,
      values[name] === toLocalInput(search[name])
        ? search[name]
        : (fromLocalInput(values[name]) ?? undefined),
    ]),
  );
  return {
    ...values,
    ...times,
    accountId: accountId ?? undefined,
    connectionId: connectionId ?? undefined,
    id: id.split(/[\s,]+/),
  };
}

function validateTimes(values: Values): Partial<Record<(typeof TIMES)[number], string>> {
  return Object.fromEntries(
    TIMES.filter((name) => values[name] !== '' && fromLocalInput(values[name]) === null).map((name) => [
      name,
      words.badTime,
    ]),
  );
}

const distinct = (values: readonly string[]) => [...new Set(values)].sort();
