import { useForm, type UseFormReturnType } from '@mantine/form';
import type {
  Connection,
  CreateConnection,
  Issue,
  Provider,
  PublishError,
  UpdateConnection,
} from '@postern/client';
import { texts } from '../../texts';
import {
  changedCredentials,
  type ConfigField,
  credentialsOf,
  entered,
  type Entry,
  fieldOfIssue,
  fieldsOf,
  type FieldValue,
  initialValue,
} from './config-fields';

const words = texts.connections.form;

export interface ConnectionValues {
  name: string;
  /** `auto`: as the provider can. */
  scheduling: 'auto' | 'upstream' | 'gateway';
  /** In the order of the fields, whose names may have dots in them. */
  values: FieldValue[];
  /** Dotted paths of stored secrets that shall go. */
  removed: string[];
}

export interface ConnectionForm {
  provider: Provider;
  fields: readonly ConfigField[];
  /** What is stored; `null` for a connection that is not there yet. */
  stored: Connection | null;
  form: UseFormReturnType<ConnectionValues>;
}

/** A connection's name, its provider's fields, and who keeps the time. */
export function useConnectionForm(provider: Provider, stored: Connection | null): ConnectionForm {
  const fields = fieldsOf(provider.configSchema);
  const form = useForm<ConnectionValues>({
    initialValues: {
      name: stored?.name ?? provider.name,
      scheduling: stored?.scheduling ?? 'auto',
      values: fields.map((field) => initialValue(field, stored?.settings ?? null)),
      removed: [],
    },
    validate: (values) => problemsOf(fields, values, stored !== null),
  });
  return { provider, fields, stored, form };
}

function problemsOf(fields: readonly ConfigField[], values: ConnectionValues, stored: boolean) {
  const problems: Record<string, string> = {};
  if (values.name.trim() === '') problems.name = words.required;
  fields.forEach((field, index) => {
    const read = entered(field, values.values[index] ?? '', stored && field.secret);
    if (!read.ok) problems[`values.${index}`] = problemText(read.problem, field);
  });
  return problems;
}

function problemText(problem: 'required' | 'address' | 'number' | 'json', field: ConfigField): string {
  switch (problem) {
    case 'required':
      return words.required;
    case 'address':
      return words.address;
    case 'number':
      return field.whole ? words.wholeNumber : words.number;
    case 'json':
      return words.invalidJson;
  }
}

function entriesOf({ fields }: ConnectionForm, { values }: ConnectionValues): Entry[] {
  return fields.flatMap((field, index) => {
    const read = entered(field, values[index] ?? '', true);
    return read.ok ? [{ field, value: read.value }] : [];
  });
}

const schedulingOf = ({ scheduling }: ConnectionValues) => (scheduling === 'auto' ? null : scheduling);

export function creationOf(form: ConnectionForm, values: ConnectionValues): CreateConnection {
  return {
    provider: form.provider.id,
    name: values.name.trim(),
    credentials: credentialsOf(entriesOf(form, values)),
    scheduling: schedulingOf(values),
  };
}

/** @param settings what the connection had when the form was filled */
export function changeOf(
  form: ConnectionForm,
  values: ConnectionValues,
  { name, scheduling, settings }: Connection,
): UpdateConnection {
  const credentials = changedCredentials(entriesOf(form, values), settings, new Set(values.removed));
  return {
    ...(values.name.trim() === name ? {} : { name: values.name.trim() }),
    ...(schedulingOf(values) === scheduling ? {} : { scheduling: schedulingOf(values) }),
    ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
  };
}

/** Puts the API's issues at their fields. @returns those that belong to none */
export function showIssues({ form, fields }: ConnectionForm, issues: readonly Issue[]): Issue[] {
  const errors: Record<string, string> = {};
  const rest: Issue[] = [];
  for (const issue of issues) {
    const found = fieldOfIssue(issue.path, fields);
    if (found !== null) {
      const path = found.item === null ? `values.${found.index}` : `values.${found.index}.${found.item}`;
      errors[path] ??= issue.message;
    } else if (issue.path === 'name' || issue.path === 'scheduling') errors[issue.path] ??= issue.message;
    else rest.push(issue);
  }
  form.setErrors(errors);
  return rest;
}

/** What a provider refuses as a key is shown where the key was entered. */
export function showRefusal({ form, fields, provider }: ConnectionForm, error: PublishError): void {
  if (error.category !== 'auth') return;
  const message = words.refused(provider.name);
  const errors = fields.flatMap((field, index) =>
    field.secret && field.required ? [[`values.${index}`, message]] : [],
  );
  form.setErrors(Object.fromEntries(errors) as Record<string, string>);
}
