import {
  ActionIcon,
  Button,
  Checkbox,
  Fieldset,
  Group,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { texts } from '../../texts';
import type { ConfigField } from './config-fields';
import type { ConnectionForm } from './connection-form';

const words = texts.connections.form;

interface InputProps {
  of: ConnectionForm;
  field: ConfigField;
  index: number;
}

/** One control for each field of the provider's schema. */
export function ConfigInputs({ of }: { of: ConnectionForm }) {
  return of.fields.map((field, index) => (
    <Stack key={field.path.join('.')} gap={4}>
      <ConfigInput of={of} field={field} index={index} />
      {of.stored !== null && field.secret && !field.required && <RemoveSecret of={of} field={field} />}
    </Stack>
  ));
}

function ConfigInput({ of, field, index }: InputProps) {
  const path = `values.${index}`;
  const common = {
    label: field.title,
    description: descriptionOf(field, of.stored !== null),
    // The mark alone: what is missing is said at the field by us, in one way for all browsers.
    withAsterisk: field.required && !(field.secret && of.stored !== null),
    ...of.form.getInputProps(path),
  };
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          {...common}
          data={[...field.choices]}
          clearable={!field.required}
          placeholder={words.noChoice}
        />
      );
    case 'switch':
      return (
        <Switch
          {...of.form.getInputProps(path, { type: 'checkbox' })}
          label={field.title}
          description={common.description}
        />
      );
    case 'list':
      return <ListInput of={of} field={field} index={index} />;
    case 'json':
      return <Textarea {...common} autosize minRows={3} maxRows={12} ff="monospace" spellCheck={false} />;
    case 'number':
      return <TextInput {...common} inputMode="decimal" />;
    case 'address':
      return <TextInput {...common} type="url" inputMode="url" spellCheck={false} />;
    case 'text':
      return field.secret ? (
        <PasswordInput
          {...common}
          // The library marks text fields so, and forgets this one.
          aria-invalid={of.form.errors[path] !== undefined}
          autoComplete="new-password"
          visibilityToggleButtonProps={TOGGLE}
        />
      ) : (
        <TextInput {...common} autoComplete="off" spellCheck={false} />
      );
  }
}

const TOGGLE = { 'aria-label': words.showSecret, tabIndex: 0 };

function descriptionOf(field: ConfigField, isStored: boolean): string | undefined {
  const parts = [
    field.description,
    field.kind === 'json' ? words.json : null,
    field.secret ? words.secretHint : null,
    field.secret && isStored ? words.keepSecret : null,
    isStored && typeof field.fallback === 'string' ? words.fallback(field.fallback) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** Several texts, one below the other; secret ones behind dots. */
function ListInput({ of: { form, stored }, field, index }: InputProps) {
  const path = `values.${index}`;
  const value = form.values.values[index];
  const items = Array.isArray(value) ? value : [];
  const Item = field.secret ? PasswordInput : TextInput;
  return (
    <Fieldset legend={field.title}>
      <Stack gap="xs" align="flex-start">
        <Text size="xs" c="dimmed">
          {descriptionOf(field, stored !== null)}
        </Text>
        {items.map((_, number) => (
          <Group key={number} gap="xs" align="flex-start" wrap="nowrap" w="100%">
            <Item
              aria-label={words.item(field.title, number + 1)}
              autoComplete={field.secret ? 'new-password' : 'off'}
              style={{ flexGrow: 1 }}
              {...form.getInputProps(`${path}.${number}`)}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={words.removeItem(field.title, number + 1)}
              onClick={() => form.removeListItem(path, number)}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {form.errors[path] !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {form.errors[path]}
          </Text>
        )}
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => form.insertListItem(path, '')}
        >
          {words.addItem}
        </Button>
      </Stack>
    </Fieldset>
  );
}

function RemoveSecret({ of: { form }, field }: { of: ConnectionForm; field: ConfigField }) {
  const path = field.path.join('.');
  const { removed } = form.values;
  return (
    <Checkbox
      label={words.removeSecret(field.title)}
      checked={removed.includes(path)}
      onChange={({ currentTarget: { checked } }) =>
        form.setFieldValue('removed', checked ? [...removed, path] : removed.filter((one) => one !== path))
      }
    />
  );
}
