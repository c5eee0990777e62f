/** A manifest in plain words, made of what it contains: what a reader would have to gather from its parts. */
import type { ManifestExplanation } from './manifest-tools';
import { genericDescriptor } from './generic-descriptor';
import { lintManifest } from './manifest-lint';
import type { Manifest, StatusMeaning } from './manifest-schema';

const PURPOSES: Record<keyof Manifest['operations'], string> = {
  check: 'proves that the credentials work',
  createPost: 'publishes or schedules a post',
  releasePost: 'publishes or schedules a draft that the create made',
  getPost: 'reads one post',
  getRows: 'reads what became of each target',
  listPosts: 'reads many posts at once',
  findPosts: 'looks for a post whose create was not answered',
  getApproval: 'asks how a reviewer decided',
  cancelPost: 'takes a post back before it is published',
  reschedulePost: 'moves a post to another time',
  listAccounts: 'lists the accounts',
};

/** The manifest must come from `parseManifest`. */
export function explainManifest(manifest: Manifest): ManifestExplanation {
  return {
    provider: `generic:${manifest.id}`,
    name: manifest.name,
    summary: [
      publishing(manifest),
      doubt(manifest),
      timing(manifest),
      media(manifest),
      threads(manifest),
      reading(manifest),
      ...changes(manifest),
      deliveries(manifest),
      ...registration(manifest),
    ],
    operations: operations(manifest),
    statuses: statuses(manifest),
    platforms: Object.entries(manifest.platforms).map(([platform, each]) => ({
      platform,
      word: each.word ?? platform,
      notes: platformNotes(each),
    })),
    capabilities: genericDescriptor(manifest).capabilities,
    limits: limits(manifest),
    notes: manifest.notes,
    warnings: lintManifest(manifest),
  };
}

function publishing({ submission, operations, name }: Manifest): string {
  const steps = operations.releasePost
    ? 'is made as a draft, which publishes nothing, and then released by a second call'
    : 'is handed over in one call';
  return submission.targets === 'one'
    ? `Each post ${steps} of its own at ${name}.`
    : `A post ${steps} at ${name} for up to ${submission.maxTargets} targets of equal content.`;
}

function doubt({ idempotency, find, operations }: Manifest): string {
  const lost = 'A create without an answer';
  if (idempotency.kind !== 'none') {
    const where = { header: 'in a header', query: 'in the query', bodyField: 'in the body' }[
      idempotency.kind
    ];
    return `${lost} is sent again under the same key (${where}), for ${duration(idempotency.windowSeconds)} at most.`;
  }
  if (operations.releasePost) return `${lost} does no harm: a draft too many publishes nothing.`;
  if (!find) return `${lost} is settled by a person: there is no key, and no way to find the post.`;
  const by = find.by === 'reference' ? 'its reference' : 'account, text and time';
  const again =
    find.absence === 'at_once' || find.absence === 'proves'
      ? 'is sent again only once it is surely not there'
      : 'is never sent again';
  return `${lost} is looked for by ${by}, and ${again}.`;
}

function timing({ scheduling, name }: Manifest): string {
  if (!scheduling) return `Postern keeps the time itself, and hands posts to ${name} when they are due.`;
  const past = {
    'publish-now': 'without a time',
    now: 'with the present time',
    send: 'with that time',
  }[scheduling.past];
  const ahead = scheduling.maxAheadSeconds;
  const limit = ahead === undefined ? '' : ` It takes no time more than ${duration(ahead)} ahead.`;
  return `${name} keeps the time (${scheduling.format}); a post whose time has come goes out ${past}.${limit}`;
}

function media({ media: { byUrl, upload }, operations, name }: Manifest): string {
  const ways = [
    ...(byUrl ? ['fetched by address'] : []),
    ...(upload ? [`uploaded in ${count(upload.steps.length, 'step')}`] : []),
    ...([operations.createPost, ...operations.createPost.variants].some(({ files }) => files)
      ? ['sent as bytes with the post']
      : []),
  ];
  return ways.length === 0 ? `${name} takes no media.` : `Media are ${ways.join(', or ')}.`;
}

function threads({ platforms }: Manifest): string {
  const with_ = Object.entries(platforms).filter(([, { rules }]) => rules.thread !== null);
  if (with_.length === 0) return 'Threads are refused before anything is sent.';
  return `Threads are taken on ${with_.map(([platform]) => platform).join(', ')}.`;
}

function reading({ operations: { getPost, listPosts, getRows }, read }: Manifest): string {
  const rows = getRows ? ' What became of each target is read by a second request.' : '';
  if (!listPosts) return `Posts are read one by one.${rows}`;
  if (!getPost) return `Posts are read from lists alone.${rows}`;
  return `Posts are read one by one, and from the list when more than ${read.listWhenMoreThan} are due.${rows}`;
}

function changes({ operations: { cancelPost, reschedulePost } }: Manifest): string[] {
  const guard = (statuses: readonly string[] | undefined) =>
    statuses === undefined ? 'whatever its status' : `only while it is ${statuses.join(', ')}`;
  return [
    cancelPost
      ? `A post can be canceled, ${guard(cancelPost.onlyWhile)}.`
      : 'A post cannot be canceled once it is handed over.',
    reschedulePost
      ? `A post can be moved, ${guard(reschedulePost.onlyWhile)}.`
      : 'A post cannot be moved; where it can be canceled, it is made anew.',
  ];
}

function deliveries({ webhooks }: Manifest): string {
  if (!webhooks) return 'There are no webhooks: everything is read.';
  return webhooks.signature.scheme === 'none'
    ? 'Webhooks are unsigned, and count as hints to read.'
    : `Webhooks are checked (${webhooks.signature.scheme}), and count as hints to read.`;
}

function registration({ webhooks, name }: Manifest): string[] {
  if (!webhooks) return [];
  if (!webhooks.registration) return [`A person enters our address at ${name}, and its secret here.`];
  const { list, rotate, remove, secret, overlapSeconds } = webhooks.registration;
  const whose = secret.madeBy === 'us' ? 'a secret made here' : `a secret of ${name}'s`;
  const lost = list ? 'what a lost reply left is found by its address' : 'a lost reply may leave one behind';
  const anew = remove ? 'by a new one in place of the former' : 'by a new one, and the former goes on';
  const before = overlapSeconds > 0 ? ` The secret before is good for ${duration(overlapSeconds)} more.` : '';
  const how = rotate ? 'in place' : anew;
  return [
    `Postern registers its address by itself, with ${whose}; ${lost}. The secret is replaced ${how}.${before}`,
  ];
}

function operations(manifest: Manifest): ManifestExplanation['operations'] {
  const names = Object.keys(PURPOSES) as (keyof Manifest['operations'])[];
  return names.flatMap((name) => {
    const operation = manifest.operations[name];
    if (!operation) return [];
    const { baseUrl, kind } = manifest.transport;
    const request =
      kind === 'mcp' ? `tool ${operation.tool ?? ''}` : `${operation.method} ${baseUrl}${operation.path}`;
    return [{ name, request, purpose: PURPOSES[name] }];
  });
}

function statuses({ statuses: { post, group, rules } }: Manifest): ManifestExplanation['statuses'] {
  const of = (level: 'post' | 'group', table: Record<string, StatusMeaning>) =>
    Object.entries(table).map(([word, meaning]) => ({ level, word, means: meaningOf(meaning) }));
  return [
    ...rules.map(({ when, is }) => {
      return { level: 'rule' as const, word: [when].flat().join(' '), means: meaningOf(is) };
    }),
    ...of('post', post),
    ...of('group', group),
  ];
}

function meaningOf(meaning: StatusMeaning): string {
  if (meaning === null) return 'nothing by itself';
  if (typeof meaning === 'string') return meaning;
  return meaning.error === undefined ? meaning.status : `${meaning.status} (${meaning.error})`;
}

function platformNotes({ rules }: Manifest['platforms'][string]): string[] {
  return [
    ...(rules.text?.maxLength === undefined
      ? []
      : [`at most ${rules.text.maxLength} ${rules.text.unit ?? 'characters'}`]),
    ...(rules.media?.max === undefined ? [] : [`at most ${count(rules.media.max, 'media item')}`]),
    ...(rules.thread === null ? [] : [`threads of up to ${rules.thread.maxParts} parts`]),
    ...(rules.firstComment ? ['a first comment'] : []),
    ...(rules.altText ? ['alt text'] : []),
    ...(rules.modes.length > 1 ? [`modes ${rules.modes.join(', ')}`] : []),
    ...(rules.options.length > 0 ? [`options ${rules.options.join(', ')}`] : []),
  ];
}

function limits({ rateBudgets: { read, write }, limits: told, transport }: Manifest): string[] {
  const headers = [told?.limit, told?.remaining, told?.used, told?.reset?.header].filter(
    (name) => name !== undefined,
  );
  return [
    `Reads: ${read.limit} in ${duration(read.perSeconds)}.`,
    `Writes: ${write.limit} in ${duration(write.perSeconds)}.`,
    ...(headers.length === 0 ? [] : [`The upstream tells what is left by ${headers.join(', ')}.`]),
    ...(transport.timeoutMs === undefined ? [] : [`Each exchange may take ${transport.timeoutMs} ms.`]),
  ];
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

function duration(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds >= size && seconds % size === 0);
  return unit ? count(seconds / unit[0], unit[1]) : count(seconds, 'second');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
