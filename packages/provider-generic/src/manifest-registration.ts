/** Whether an upstream can be asked to call us with what a manifest says of it, and what is doubtful there. */
import { rootNamesOf } from './expression-names';
import { manifestIssue, type ManifestIssue } from './manifest-issue';
import type { Manifest, Operation, QueryValue, RegistrationManifest } from './manifest-schema';
import { placeholdersOf } from './template';

const PLACE = 'webhooks.registration';
type Part = 'create' | 'rotate' | 'remove';

export function registrationIssues({ webhooks }: Manifest): ManifestIssue[] {
  const { registration, signature } = webhooks ?? {};
  if (!registration) return [];
  const issues: ManifestIssue[] = [];
  if (signature?.scheme === 'none') {
    issues.push(
      recipe(PLACE, 'It gets a secret for deliveries, and these are not signed: enter it by hand.'),
    );
  }
  for (const part of ['create', 'rotate', 'remove'] as const) {
    if (registration[part]?.method === 'GET') {
      issues.push(recipe(`${PLACE}.${part}.method`, 'A change cannot be a GET.'));
    }
  }
  return [
    ...issues,
    ...untold(
      registration,
      'create',
      'url',
      'The upstream must be told where to call: send registration.url.',
    ),
    ...untold(registration, 'rotate', 'id', 'Say which one is rotated: send registration.id.'),
    ...untold(registration, 'remove', 'id', 'Say which one is removed: send registration.id.'),
    ...(registration.secret.madeBy === 'us' ? secretIssues(registration) : []),
  ];
}

function secretIssues(registration: RegistrationManifest): ManifestIssue[] {
  const message = 'The upstream must be told the secret that is made here: send registration.secret.';
  return (['create', 'rotate'] as const).flatMap((part) => untold(registration, part, 'secret', message));
}

function untold(
  registration: RegistrationManifest,
  part: Part,
  key: string,
  message: string,
): ManifestIssue[] {
  const operation = registration[part];
  return !operation || sends(operation, key) ? [] : [recipe(`${PLACE}.${part}`, message)];
}

function sends({ path, query = {}, headers = {}, body }: Operation, key: string): boolean {
  const texts = [path, ...Object.values(query).map(textOf), ...Object.values(headers)];
  if (texts.some((text) => placeholdersOf(text).includes(`registration.${key}`))) return true;
  const names = body === undefined ? [] : rootNamesOf(body);
  return names.some((name) => name.root === 'registration' && (name.key === key || name.key === null));
}

function textOf(value: QueryValue): string {
  return typeof value === 'string' ? value : `{${value.each}}`;
}

/** Warnings: what a person has to clear away sooner or later. */
export function registrationWarnings({
  webhooks,
  name,
}: Manifest): { rule: string; path: string; message: string }[] {
  const { registration } = webhooks ?? {};
  if (!registration) return [];
  const found = [];
  if (!registration.list) {
    const message = `What a lost reply left at ${name} is found by nobody: give list, where there is one.`;
    found.push({ rule: 'webhook_unlisted', path: `${PLACE}.list`, message });
  }
  if (!registration.remove) {
    const message = `What is registered at ${name} stays until a person removes it: give remove, where there is one.`;
    found.push({ rule: 'webhook_stays', path: `${PLACE}.remove`, message });
  }
  return found;
}

function recipe(path: string, message: string): ManifestIssue {
  return manifestIssue('manifest.recipe', path, message);
}
