import { Select, Stack, TextInput } from '@mantine/core';
import { texts } from '../../texts';
import { ConfigInputs } from './config-inputs';
import type { ConnectionForm } from './connection-form';

const words = texts.connections.form;

export function ConnectionInputs({ of }: { of: ConnectionForm }) {
  const { form, provider } = of;
  const { auto, upstream, gateway } = words.schedulings;
  return (
    <Stack gap="md" maw={640}>
      <TextInput
        label={words.name}
        description={words.nameHint}
        withAsterisk
        maxLength={200}
        {...form.getInputProps('name')}
      />
      <ConfigInputs of={of} />
      <Select
        label={words.scheduling}
        allowDeselect={false}
        data={[
          { value: 'auto', label: auto },
          { value: 'gateway', label: gateway },
          ...(provider.capabilities.scheduling ? [{ value: 'upstream', label: upstream }] : []),
        ]}
        {...form.getInputProps('scheduling')}
      />
    </Stack>
  );
}
