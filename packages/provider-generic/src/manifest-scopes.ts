/** What a placeholder or an expression is shown at each place of a manifest, so that a wrong name is found early. */
import type { Manifest, Paging } from './manifest-schema';

/** Root name → its keys; `null` = whatever the upstream answers. */
export type Visible = Readonly<Record<string, readonly string[] | null>>;

/** Keys of `post`, and of each of `targets` beside its `account`; a spec holds them to what is really bound. */
export const POST_KEYS = [
  'text',
  'parts',
  'media',
  'mediaTypes',
  'thread',
  'firstComment',
  'platform',
  'word',
  'kind',
  'mode',
  'options',
  'atOnce',
  'scheduledAt',
  'idempotencyKey',
  'reference',
] as const;

/** For expressions and templates alike. Secrets are among the connection's keys: who asks keeps them apart. */
export function visibleAt(manifest: Manifest, place: string): Visible {
  return replyKeys(manifest, place) ?? { ...openKeys(manifest), ...requestKeys(manifest, place) };
}

/** Where a reply is read, or a post looked at, nothing of the connection is shown. */
function replyKeys(manifest: Manifest, place: string): Visible | null {
  const [head = '', , third = ''] = place.split('.');
  const account = accountKeys(manifest);
  if (head === 'platforms')
    return third === 'postUrl' ? { account, row: null } : { account, post: POST_KEYS };
  if (head === 'post') return { account };
  if (head === 'statuses') return { row: null, group: null, account, dueIn: [] };
  const ofReply = head === 'idempotency' || /\.(success\.when|shape)$/.test(place);
  return ofReply ? { reply: null, status: [] } : null;
}

function openKeys({ connection, variables }: Manifest): Visible {
  return { connection: Object.keys(connection.properties), variables: Object.keys(variables) };
}

function requestKeys(manifest: Manifest, place: string): Visible {
  const [head = '', name = ''] = place.split('.');
  const account = accountKeys(manifest);
  if (place === 'transport.baseUrl') return {};
  if (head === 'transport') return { account, post: POST_KEYS, ref: refKeys(manifest) };
  if (head === 'webhooks') return registrationKeys(manifest, place);
  if (head === 'media') return { account, upload: uploadKeys(manifest), ...draftKeys(manifest) };
  return operationKeys(manifest, name, place);
}

function registrationKeys({ webhooks }: Manifest, place: string): Visible {
  const made = webhooks?.registration;
  const secret = made?.secret.madeBy === 'us' ? ['secret'] : [];
  const [, , name = ''] = place.split('.');
  switch (name) {
    case 'list':
      return { registration: ['url'], page: pageKeys(made?.list?.paging) };
    case 'create':
      return { registration: ['url', ...secret] };
    case 'rotate':
      return { registration: ['url', 'id', ...secret] };
    default:
      return { registration: ['id'] };
  }
}

function operationKeys(manifest: Manifest, name: string, place: string): Visible {
  const { operations } = manifest;
  const account = accountKeys(manifest);
  const ref = refKeys(manifest);
  // A list is of many posts.
  const listRef = Object.keys(manifest.post.data);
  const submission = { account, post: POST_KEYS, targets: null };
  switch (name) {
    case 'createPost':
      return submission;
    case 'releasePost':
      return { ...submission, ref };
    case 'getPost':
    case 'getApproval':
      return { account, ref };
    case 'getRows':
      return { account, ref: listRef, page: ['ids', ...pageKeys(operations.getRows?.paging)] };
    case 'listPosts':
      return { account, ref: listRef, page: pageKeys(operations.listPosts?.paging) };
    case 'findPosts':
      return { ...submission, page: pageKeys(operations.findPosts?.paging) };
    case 'cancelPost':
    case 'reschedulePost':
      return { account, ref, ...changeKeys(manifest, name, place) };
    case 'listAccounts':
      return accountListKeys(manifest, place);
    default:
      return {};
  }
}

function changeKeys(manifest: Manifest, name: 'cancelPost' | 'reschedulePost', place: string): Visible {
  const operation = manifest.operations[name];
  const change = name === 'cancelPost' ? ['reason'] : ['at'];
  if (place.startsWith(`operations.${name}.via.`)) {
    return { change, page: pageKeys(operation?.via?.paging) };
  }
  return {
    change,
    ...(operation?.reads ? { current: null } : {}),
    ...(operation?.via ? { found: ['id'] } : {}),
  };
}

function accountListKeys({ operations: { listAccounts } }: Manifest, place: string): Visible {
  const scope = Object.keys(listAccounts.within?.bind ?? {});
  if (place.startsWith('operations.listAccounts.within.fixed.')) return {};
  if (place.startsWith('operations.listAccounts.within.'))
    return { page: pageKeys(listAccounts.within?.paging) };
  if (place.startsWith('operations.listAccounts.data.'))
    return { scope, account: ['reference', 'handle'], row: null };
  return { scope, page: pageKeys(listAccounts.paging) };
}

function pageKeys(paging: Paging | undefined): string[] {
  switch (paging?.kind) {
    case 'page':
      return ['number', 'size'];
    case 'offset':
      return ['offset', 'size'];
    case 'cursor':
      return ['cursor', 'size'];
    case 'next-url':
      return ['size'];
    case 'window':
      return ['from', 'to'];
    case 'none':
    case undefined:
      return [];
  }
}

function accountKeys({ operations }: Manifest): string[] {
  return ['reference', ...Object.keys(operations.listAccounts.data)];
}

function refKeys({ post }: Manifest): string[] {
  return ['id', ...Object.keys(post.data)];
}

function uploadKeys({ media }: Manifest): string[] {
  const steps = media.upload?.steps.map((step) => step.as) ?? [];
  return ['contentType', 'fileName', 'sizeBytes', ...steps];
}

function draftKeys(manifest: Manifest): Visible {
  return manifest.media.upload?.when === 'draft' ? { ref: refKeys(manifest) } : {};
}
