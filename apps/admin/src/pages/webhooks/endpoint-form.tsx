import { Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { CreateWebhookEndpoint, EventTypePattern, WebhookFormat, WebhookPayload } from '@postern/client';
import { DialogButtons } from '../../components/dialog-buttons';
import { Dialog } from '../../components/dialog';
import { EventTypeSelect } from '../../components/event-type-select';
import { formIssues } from '../../components/form-issues';
import { ProblemNotice } from '../../components/problem-notice';
import { texts } from '../../texts';

/** As it stands in the form: no field is absent. */
export interface EndpointDraft {
  url: string;
  events: EventTypePattern[];
  description: string;
  payload: WebhookPayload;
  format: WebhookFormat;
  active: boolean;
}

export const EMPTY_DRAFT: EndpointDraft = {
  url: '',
  events: ['*'],
  description: '',
  payload: 'full',
  format: 'standard',
  active: true,
};

interface EndpointFormProps {
  title: string;
  draft: EndpointDraft;
  /** Whether it may be said that it is on: a new one alone, others have a button for it. */
  asksActive: boolean;
  pending: boolean;
  error: unknown;
  onSubmit: (body: CreateWebhookEndpoint, refused: (error: unknown) => void) => void;
  onClose: () => void;
}

const words = texts.webhooks;
const FIELDS = ['url', 'events', 'description', 'payload', 'format', 'active'];

/** An endpoint, new or as it is; what the gateway refuses stands at its field, and nothing typed is lost. */
export function EndpointForm(props: EndpointFormProps) {
  return (
    <Dialog onClose={props.onClose} title={props.title} size="lg" closeOnClickOutside={false}>
      <Fields {...props} />
    </Dialog>
  );
}

function Fields({ draft, asksActive, pending, error, onSubmit, onClose }: EndpointFormProps) {
  const form = useForm<EndpointDraft>({
    initialValues: draft,
    validate: {
      url: (url) => (url.trim() === '' ? words.fields.urlMissing : null),
      events: (events) => (events.length === 0 ? words.fields.eventsMissing : null),
    },
  });
  const submit = form.onSubmit(({ active, ...values }) =>
    onSubmit(
      {
        ...values,
        url: values.url.trim(),
        description: values.description.trim() || null,
        ...(asksActive && { active }),
      },
      (refusal) => form.setErrors(formIssues(refusal, FIELDS).errors),
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {error !== null && formIssues(error, FIELDS).left && <ProblemNotice error={error} />}
        <TextInput
          label={words.fields.url}
          description={words.fields.urlHint}
          type="url"
          required
          maxLength={2048}
          data-autofocus
          {...form.getInputProps('url')}
        />
        <EventTypeSelect
          label={words.fields.events}
          description={words.fields.eventsHint}
          required
          value={form.values.events}
          onChange={(events) => form.setFieldValue('events', events)}
          error={form.errors.events}
        />
        <Textarea
          label={words.fields.description}
          description={words.fields.descriptionHint}
          maxLength={500}
          autosize
          {...form.getInputProps('description')}
        />
        <Select
          label={words.fields.payload}
          data={choices(words.payloads)}
          allowDeselect={false}
          {...form.getInputProps('payload')}
        />
        <Select
          label={words.fields.format}
          data={choices(words.formats)}
          allowDeselect={false}
          {...form.getInputProps('format')}
        />
        {asksActive && (
          <Switch label={words.fields.active} {...form.getInputProps('active', { type: 'checkbox' })} />
        )}
        <DialogButtons label={texts.common.save} pending={pending} onCancel={onClose} />
      </Stack>
    </form>
  );
}

const choices = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));
