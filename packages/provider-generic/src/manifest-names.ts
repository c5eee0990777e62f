/** Whether everything that placeholders and expressions look for can be there. */
import { ExpressionError, Expressions } from './expression';
import { rootNamesOf } from './expression-names';
import { manifestIssue, type ManifestIssue, type ManifestRule } from './manifest-issue';
import { expressionsOf, templatesOf, type ExpressionPlace, type TemplatePlace } from './manifest-places';
import type { Manifest } from './manifest-schema';
import { visibleAt, type Visible } from './manifest-scopes';
import { nearestName } from './nearest';
import { placeholdersOf } from './template';

export function nameIssues(manifest: Manifest): ManifestIssue[] {
  const expressions = new Expressions();
  return [
    ...templatesOf(manifest).flatMap((place) => templateIssues(manifest, place)),
    ...expressionsOf(manifest).flatMap((place) => expressionIssues(manifest, expressions, place)),
  ];
}

interface Name {
  root: string;
  key: string | null;
  /** As it is written, for the message. */
  shown: string;
}

function templateIssues(
  manifest: Manifest,
  { place, template, mayHoldSecrets }: TemplatePlace,
): ManifestIssue[] {
  const visible = visibleAt(manifest, place);
  return placeholdersOf(template).flatMap((placeholder) => {
    const [root = '', key = null] = placeholder.split('.');
    const name = { root, key, shown: `{${placeholder}}` };
    if (isSecretInTemplate(manifest, name) && !mayHoldSecrets) {
      return [secretIssue(place, `${name.shown} is a secret; secrets may stand in headers only.`)];
    }
    return unknownName('manifest.placeholder', place, visible, name);
  });
}

function expressionIssues(
  manifest: Manifest,
  expressions: Expressions,
  { place, expression }: ExpressionPlace,
): ManifestIssue[] {
  try {
    expressions.compile(expression, place);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [manifestIssue('manifest.expression', place, error.message.slice(place.length + 2))];
  }
  const visible = visibleAt(manifest, place);
  return rootNamesOf(expression).flatMap(({ root, key }) => {
    const name = { root, key, shown: key === null ? root : `${root}.${key}` };
    if (isSecret(manifest, name)) {
      return [secretIssue(place, `${name.shown} is a secret, which no expression is shown.`)];
    }
    return unknownName('manifest.expression', place, visible, name);
  });
}

function unknownName(rule: ManifestRule, place: string, visible: Visible, name: Name): ManifestIssue[] {
  const { root, key, shown } = name;
  const roots = Object.keys(visible);
  if (!Object.hasOwn(visible, root)) {
    const message = `${shown} is not known here; names begin with ${roots.join(', ')}.`;
    return [manifestIssue(rule, place, message, nearestName(root, roots))];
  }
  const keys = visible[root] ?? null;
  if (key === null) {
    return rule === 'manifest.placeholder' && keys !== null && root !== 'status'
      ? [manifestIssue(rule, place, `${shown} names no value: write {${root}.…}.`)]
      : [];
  }
  if (keys === null || keys.includes(key)) return [];
  const message =
    keys.length === 0
      ? `${shown} can never hold a value here.`
      : `${shown} is not known: ${root} has ${keys.join(', ')} here.`;
  return [manifestIssue(rule, place, message, nearestName(key, keys))];
}

/** Which addresses and queries must not hold; of them, bodies may hold a secret that was made for the upstream. */
function isSecretInTemplate(manifest: Manifest, name: Name): boolean {
  return isSecret(manifest, name) || (name.root === 'registration' && name.key === 'secret');
}

function isSecret({ connection }: Manifest, { root, key }: Name): boolean {
  return root === 'connection' && key !== null && connection.properties[key]?.writeOnly === true;
}

function secretIssue(place: string, message: string): ManifestIssue {
  return manifestIssue('manifest.secret', place, message);
}
