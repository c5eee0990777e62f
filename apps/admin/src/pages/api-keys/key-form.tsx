import { Checkbox, Fieldset, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { CreateApiKey } from '@postern/client';
import { useCan } from '../../api/session';
import { DialogButtons } from '../../components/dialog-buttons';
import { Dialog } from '../../components/dialog';
import { formIssues } from '../../components/form-issues';
import { MomentInput } from '../../components/moment-input';
import { ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';
import { KEY_RULES, type KeyDraft, keyOf, SCOPES } from './key-draft';

interface KeyFormProps {
  title: string;
  draft: KeyDraft;
  pending: boolean;
  error: unknown;
  onSubmit: (body: CreateApiKey, refused: (error: unknown) => void) => void;
  onClose: () => void;
}

const words = texts.apiKeys;
const FIELDS = ['name', 'scopes', 'expiresAt'];

/** A key, new or as it is. Scopes that the session has not are not offered: it could not give them. */
export function KeyForm(props: KeyFormProps) {
  return (
    <Dialog onClose={props.onClose} title={props.title} size="lg" closeOnClickOutside={false}>
      <Fields {...props} />
    </Dialog>
  );
}

function Fields({ draft, pending, error, onSubmit, onClose }: KeyFormProps) {
  const can = useCan();
  const form = useForm<KeyDraft>({ initialValues: draft, validate: KEY_RULES });
  const submit = form.onSubmit((values) =>
    onSubmit(keyOf(values), (refusal) => form.setErrors(formIssues(refusal, FIELDS).errors)),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {error !== null && formIssues(error, FIELDS).left && <ProblemNotice error={error} />}
        <TextInput
          label={words.fields.name}
          description={words.fields.nameHint}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group
          label={words.fields.scopes}
          description={words.fields.scopesHint}
          required
          {...form.getInputProps('scopes')}
        >
          <Stack gap="xs" mt="xs">
            {SCOPES.filter((scope) => can(scope) || draft.scopes.includes(scope)).map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} description={words.scopes[scope]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <MomentInput
          label={words.fields.expiresAt}
          description={words.fields.expiresHint}
          value={form.values.expiresAt}
          onChange={(expiresAt) => form.setFieldValue('expiresAt', expiresAt)}
          error={form.errors.expiresAt}
        />
        <Fieldset legend={words.fields.rateLimit}>
          <Group grow align="flex-start">
            <NumberInput
              label={words.fields.limit}
              description={words.fields.limitHint}
              min={1}
              allowDecimal={false}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('limit')}
            />
            <NumberInput
              label={words.fields.windowSeconds}
              min={1}
              max={86_400}
              allowDecimal={false}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('windowSeconds')}
            />
          </Group>
        </Fieldset>
        <DialogButtons label={texts.common.save} pending={pending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
