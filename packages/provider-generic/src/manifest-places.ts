/** Every template and expression of a manifest with its place, so that each rule about them has one list. */
import type { Manifest, ManifestExpression, QueryValue } from './manifest-schema';

export interface TemplatePlace {
  place: string;
  template: string;
  /** Secrets may stand in headers only: addresses and bodies end up in logs. */
  mayHoldSecrets: boolean;
}

export interface ExpressionPlace {
  place: string;
  expression: ManifestExpression;
}

interface AnyOperation {
  path?: string;
  tool?: string;
  query?: Record<string, QueryValue>;
  headers?: Record<string, string>;
  body?: unknown;
  timeoutMs?: number | undefined;
  success?: { when?: ManifestExpression };
  when?: ManifestExpression;
  shape?: ManifestExpression;
}

export function templatesOf(manifest: Manifest): TemplatePlace[] {
  const { transport, operations, media } = manifest;
  const places: TemplatePlace[] = [
    { place: 'transport.baseUrl', template: transport.baseUrl, mayHoldSecrets: false },
    ...entries('transport.headers', transport.headers, true),
    ...entries('operations.listAccounts.data', operations.listAccounts.data, false),
    ...entries('operations.listAccounts.within.fixed', operations.listAccounts.within?.fixed, false),
  ];
  for (const [name, { postUrl }] of Object.entries(manifest.platforms)) {
    if (postUrl !== undefined) {
      places.push({ place: `platforms.${name}.postUrl`, template: postUrl, mayHoldSecrets: false });
    }
  }
  places.push(...rowTemplates(manifest));
  for (const [place, operation] of operationsOf(manifest))
    places.push(...operationTemplates(place, operation));
  media.upload?.steps.forEach((step, index) => {
    const place = `media.upload.steps.${index}`;
    // What goes to an address that the upstream gave is shown no secret.
    const secretsStay = step.address !== undefined;
    const templates = operationTemplates(place, step);
    places.push(...(secretsStay ? templates.map((each) => ({ ...each, mayHoldSecrets: false })) : templates));
    if (step.address !== undefined) places.push(pathPlace(`${place}.address`, step.address));
    if (step.body.kind === 'multipart')
      places.push(...entries(`${place}.body.fields`, step.body.fields, false));
  });
  return places;
}

function rowTemplates({ post: { rows = [] } }: Manifest): TemplatePlace[] {
  const kinds = Array.isArray(rows) ? rows : [rows];
  return kinds.flatMap((each, index) => {
    if (!('match' in each)) return [];
    const place = Array.isArray(rows) ? `post.rows.${index}` : 'post.rows';
    const templates = each.match.accountIs ?? [];
    return templates.map((template, at) => {
      return { place: `${place}.match.accountIs.${at}`, template, mayHoldSecrets: false };
    });
  });
}

export function expressionsOf(manifest: Manifest): ExpressionPlace[] {
  const places: ExpressionPlace[] = [];
  const add = (place: string, expression: ManifestExpression | undefined) => {
    if (expression !== undefined) places.push({ place, expression });
  };
  for (const [name, platform] of Object.entries(manifest.platforms)) {
    add(`platforms.${name}.kind`, platform.kind);
  }
  for (const [place, operation] of operationsOf(manifest)) {
    add(`${place}.body`, operation.body as ManifestExpression | undefined);
    add(`${place}.success.when`, operation.success?.when);
    add(`${place}.when`, operation.when);
    add(`${place}.shape`, operation.shape);
  }
  manifest.idempotency.replays.forEach((replay, index) => {
    add(`idempotency.replays.${index}.when`, replay.when);
  });
  manifest.statuses.rules.forEach((rule, index) => add(`statuses.rules.${index}.when`, rule.when));
  manifest.media.upload?.steps.forEach((step, index) => {
    if (step.body.kind === 'json') add(`media.upload.steps.${index}.body.value`, step.body.value);
  });
  return places;
}

/** Every request of the manifest but uploads, with its place. */
export function operationsOf(manifest: Manifest): [place: string, operation: AnyOperation][] {
  const found: [string, AnyOperation][] = [];
  for (const [name, operation] of Object.entries(manifest.operations)) {
    if (operation !== undefined) found.push([`operations.${name}`, operation]);
  }
  manifest.operations.createPost.variants.forEach((variant, index) => {
    found.push([`operations.createPost.variants.${index}`, variant]);
  });
  for (const name of ['cancelPost', 'reschedulePost'] as const) {
    const { via, pause } = manifest.operations[name] ?? {};
    if (via) found.push([`operations.${name}.via`, via]);
    if (pause) found.push([`operations.${name}.pause`, pause]);
  }
  const { within } = manifest.operations.listAccounts;
  if (within) found.push(['operations.listAccounts.within', within]);
  const { registration } = manifest.webhooks ?? {};
  for (const name of ['create', 'list', 'rotate', 'remove'] as const) {
    const operation = registration?.[name];
    if (operation) found.push([`webhooks.registration.${name}`, operation]);
  }
  return found;
}

function operationTemplates(place: string, operation: AnyOperation): TemplatePlace[] {
  return [
    ...(operation.path === undefined
      ? []
      : [{ place: `${place}.path`, template: operation.path, mayHoldSecrets: false }]),
    ...entries(`${place}.query`, singleValues(operation.query), false),
    ...Object.entries(operation.query ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [] : [pathPlace(`${place}.query.${name}.each`, value.each)],
    ),
    ...entries(`${place}.headers`, operation.headers, true),
  ];
}

/** A path into the scope obeys the rules of a placeholder. */
function pathPlace(place: string, path: string): TemplatePlace {
  return { place, template: `{${path}}`, mayHoldSecrets: false };
}

function singleValues(query: Record<string, QueryValue> | undefined): Record<string, string> {
  const single = Object.entries(query ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(single);
}

function entries(
  place: string,
  templates: Record<string, string> | undefined,
  mayHoldSecrets: boolean,
): TemplatePlace[] {
  return Object.entries(templates ?? {}).map(([name, template]) => ({
    place: `${place}.${name}`,
    template,
    mayHoldSecrets,
  }));
}
