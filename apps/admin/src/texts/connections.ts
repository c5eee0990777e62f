import type {
  AccountStatus,
  ConnectionStatus,
  ConnectionTraffic,
  HookOutcome,
  ProviderCapabilities,
} from '@postern/client';

const DAY_SECONDS = 86_400;

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const accountsCount = (number: number) => count(number, 'account', 'accounts');
const openPosts = (number: number, more: boolean) =>
  more
    ? `More than ${number} of its posts are open`
    : `${count(number, 'of its posts is', 'of its posts are')} open`;

const spans = (seconds: number): string => {
  if (seconds >= DAY_SECONDS) return count(Math.round(seconds / DAY_SECONDS), 'day', 'days');
  if (seconds >= 3_600) return count(Math.round(seconds / 3_600), 'hour', 'hours');
  if (seconds >= 60) return count(Math.round(seconds / 60), 'minute', 'minutes');
  return count(seconds, 'second', 'seconds');
};

const DOUBT: Record<ProviderCapabilities['unknownResolution'], (window: number | null) => string> = {
  idempotency_key: (window) =>
    `A post in doubt is sent again safely${window === null ? '' : `, for ${spans(window)}`}: the provider knows it by its key.`,
  checkpoint: () =>
    'A post in doubt is picked up where it stopped: first a draft is made, then it is released.',
  lookup: () => 'A post in doubt is looked for in the provider’s lists.',
  operator: () => 'A post in doubt waits for a person to look.',
};

export const connections = {
  hint: 'Your credentials at the providers, and how each of them stands.',
  create: 'New connection',
  empty: 'There is no connection yet',
  emptyHint:
    'A connection holds your key for one provider, and lists the accounts behind it. Without one nothing can be published.',
  emptyOf: (provider: string) => `There is no connection to ${provider}`,
  showAll: 'Show all connections',
  onlyProvider: 'Provider',
  allProviders: 'All providers',
  table: 'Connections',
  columns: {
    name: 'Name',
    provider: 'Provider',
    status: 'Status',
    accounts: 'Accounts',
    budget: 'Budget',
    checkedAt: 'Last check',
  },
  statuses: {
    active: 'Active',
    needs_attention: 'Needs attention',
    disabled: 'Disabled',
  } satisfies Record<ConnectionStatus, string>,
  accountsCount,
  accountsAtLeast: (number: number) => `${number} or more accounts`,
  reauth: (number: number) => `${count(number, 'needs', 'need')} to be reconnected`,
  breaker: {
    closed: 'Calls go through',
    open: 'Calls are stopped: it failed too often',
    half_open: 'One call tries whether it works again',
  } satisfies Record<ConnectionTraffic['breaker'], string>,
  breakerLabel: 'Breaker',
  breakerShort: { open: 'Breaker open', half_open: 'Breaker half-open' },
  paused: 'Paused until',
  pauseReasons: {
    budget: 'our own budget is used up',
    retry_after: 'the provider asked us to wait',
    breaker: 'the breaker is open',
  },
  pauseScopes: { connection: 'this connection alone', provider: 'all connections to this provider' },
  budgets: { reads: 'Reads', writes: 'Writes' },
  budgetUse: (used: number, limit: number, seconds: number) =>
    `${used} of ${limit} used in the last ${spans(seconds)}, ${Math.max(0, limit - used)} left`,
  budgetUnknown: 'No budget known',
  budgetRefill: (seconds: number) => `Each call counts for ${spans(seconds)}, then its place is free again.`,
  budgetShort: (kind: string, used: number, limit: number) => `${kind} ${used} / ${limit}`,
  notChecked: 'Never checked',
  health: 'Health',
  checkedAt: 'Last checked',
  syncedAt: 'Accounts last listed',
  createdAt: 'Made',
  newTitle: 'New connection',
  newTitleFor: (provider: string) => `New connection to ${provider}`,
  choose: 'Choose a provider',
  chooseHint: 'Each is what this build, or a manifest of your workspace, knows how to speak with.',
  searchProviders: 'Find a provider or platform',
  noProvider: 'No provider of that name',
  noProviderHint: 'Shorten what you look for, or describe the provider in a manifest.',
  unknownProvider: (id: string) => `There is no provider ${id}`,
  unknownProviderHint: 'It may be a manifest that was deleted. Choose another one.',
  toManifests: 'To the manifests',
  chooseOther: 'Choose another provider',
  connectTo: (name: string) => `Connect to ${name}`,
  docs: (name: string) => `${name}’s documentation`,
  platforms: 'Platforms',
  abilities: 'What it can do',
  capabilities: (can: ProviderCapabilities): string[] => [
    can.scheduling
      ? can.schedulingMaxAheadSeconds === null
        ? 'Keeps the time of scheduled posts itself.'
        : `Keeps the time of scheduled posts itself, up to ${spans(can.schedulingMaxAheadSeconds)} ahead; Postern holds later ones.`
      : 'Postern keeps the time of scheduled posts.',
    can.cancel ? 'Posts can be taken back before they go out.' : 'What was handed over cannot be taken back.',
    can.reschedule ? 'Posts can be moved to another time there.' : 'What was handed over cannot be moved.',
    ...(can.approval ? ['A reviewer there may have to act.'] : []),
    ...(can.handOff ? ['Some posts end in the creator’s app, who finishes them.'] : []),
    can.webhooks
      ? 'Tells us by webhook when something happens.'
      : 'Sends no webhooks; Postern looks by itself.',
    can.mediaUpload ? 'Takes media as files.' : 'Takes media by public address alone.',
    DOUBT[can.unknownResolution](can.idempotencyWindowSeconds),
  ],
  form: {
    name: 'Name',
    nameHint: 'Yours, to tell connections apart.',
    secretHint: 'Secret: kept encrypted and never shown again.',
    keepSecret: 'Leave it empty to keep what is stored.',
    showSecret: 'Show or hide what was entered',
    removeSecret: (title: string) => `Remove the stored ${title}`,
    fallback: (value: string) => `Empty means ${value}.`,
    addItem: 'Add one',
    item: (title: string, number: number) => `${title}, ${number}`,
    removeItem: (title: string, number: number) => `Remove ${title}, ${number}`,
    json: 'As JSON.',
    noChoice: 'None',
    scheduling: 'Who keeps the time of scheduled posts',
    schedulings: {
      auto: 'As the provider can',
      upstream: 'The provider',
      gateway: 'Postern',
    },
    required: 'This is required.',
    address: 'This is no absolute address, such as https://api.example.com.',
    number: 'This is no number.',
    wholeNumber: 'This is no whole number.',
    invalidJson: 'This is no JSON.',
    refused: (provider: string) => `${provider} refuses this. Compare it with what ${provider} shows.`,
  },
  submitNew: 'Connect',
  submitAgain: 'Try again with these values',
  asking: (provider: string) => `${provider} is asked for its accounts. This may take up to a minute.`,
  connected: (name: string, accounts: number) => `${name} works: ${accountsCount(accounts)} listed.`,
  madeButRefused: (provider: string) => `Stored, but ${provider} does not work with it yet`,
  madeHint: 'Nothing you entered is lost. Change it and try again: no second connection is made.',
  openConnection: 'Open the connection',
  check: 'Check now',
  checking: 'The provider is asked whether the credentials work.',
  checkedAs: (identity: string) => `It works. The provider takes us for ${identity}.`,
  checkedWell: 'It works.',
  checkedIll: 'It does not work',
  sync: 'List accounts anew',
  syncing: 'The provider is asked for its accounts.',
  synced: (all: number, added: number, updated: number, gone: number) =>
    `${accountsCount(all)} listed: ${added} new, ${updated} changed, ${gone} gone.`,
  notFound: 'There is no such connection',
  notFoundHint: 'It may have been deleted.',
  toList: 'To the connections',
  settings: 'Settings',
  noSettings: 'It has none beside its secrets.',
  editTitle: 'Change the connection',
  editHint: 'A new key is used from the next call on. To rotate a secret, enter the new one here.',
  saved: 'Saved. Check it, so that you know that it works.',
  savedNothing: 'Nothing was changed.',
  accounts: 'Accounts',
  accountsEmpty: 'No accounts are listed',
  accountsEmptyHint: 'Connect accounts at the provider, then list them anew.',
  accountColumns: {
    handle: 'Account',
    platform: 'Platform',
    status: 'Status',
    lastSuccessAt: 'Last success',
    tokenExpiresAt: 'Access ends',
  },
  accountStatuses: {
    connected: 'Connected',
    reauth_required: 'Must be reconnected',
    disconnected: 'Gone',
  } satisfies Record<AccountStatus, string>,
  accountRemedies: {
    reauth_required: (provider: string) => `Reconnect it at ${provider}, then list accounts anew.`,
    disconnected: (provider: string) => `${provider} no longer lists it. Its posts stay readable.`,
  },
  webhooks: 'Webhooks of the provider',
  webhooksHint:
    'A provider that calls when something happens lets Postern look at once. Without it nothing is lost: Postern looks by itself.',
  webhooksNever: (provider: string) => `${provider} sends no webhooks that Postern could take.`,
  registered: 'Registered',
  notRegistered: 'Not registered',
  registerAt: 'Address that the provider calls',
  registerAtHint: (end: string) =>
    `It must end in ${end}. Change it only where the provider reaches you by another way.`,
  register: 'Register',
  registerAgain: 'Rotate the secret',
  registering: 'The provider is asked to call us.',
  registeredNow: 'The provider calls us from now on.',
  rotatedNow: 'There is a new secret. Webhooks under the old one are taken until it expires.',
  byHand: (provider: string) =>
    `${provider} has no call by which it could be told. Enter this address there by hand, and put the secret that it shows into the credentials above.`,
  byHandNoAddress: (end: string) =>
    `This gateway does not know its public address (POSTERN_PUBLIC_URL). Enter its address followed by ${end}.`,
  webhookFacts: {
    address: 'Address',
    registrationId: 'The provider’s id',
    registeredAt: 'Registered',
    rotatedAt: 'Secret since',
    previousSecretExpiresAt: 'Secret before it taken until',
    secrets: 'Secrets in use',
  },
  secretsInUse: (given: number, byHand: number) =>
    `${given} given by the provider, ${byHand} entered by hand`,
  hookTable: 'What became of webhooks',
  hookColumns: { outcome: 'Outcome', count: 'Number', lastAt: 'Last' },
  hookNone: 'None came yet.',
  hookOutcomes: {
    taken: 'Taken: genuine and new',
    repeated: 'Duplicate: came before',
    forged: 'Refused: under none of the secrets',
    stale: 'Refused: too old or from the future',
    malformed: 'Refused: not to be understood',
    unsigned: 'Refused: no signature',
    no_secret: 'Refused: no secret is known yet',
  } satisfies Record<HookOutcome, string>,
  removeWebhooks: 'Take back',
  removeWebhooksTitle: 'Have the provider call us no longer?',
  removeWebhooksConsequence:
    'The registration is taken back at the provider, and the secrets that it gave are forgotten. Secrets entered by hand stay. Postern goes on looking by itself.',
  removeWebhooksConfirm: 'Take the registration back',
  forceWebhooksTitle: 'The provider did not do it. Forget it here all the same?',
  forceWebhooksConsequence: (why: string) =>
    `${why} If it is forgotten here, what the provider goes on to send is refused. Remove it there by hand.`,
  forceWebhooksConfirm: 'Forget it here',
  webhooksRemoved: 'The provider calls us no longer.',
  delete: 'Delete the connection',
  deleteHint: 'Erases its credentials for good. Its accounts leave the lists; its posts stay readable.',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteConsequence: (open: { number: number; more: boolean } | null) =>
    [
      'Its credentials are erased and its accounts leave the lists; its posts stay readable. This cannot be taken back.',
      open === null || open.number === 0
        ? open === null
          ? ''
          : 'None of its posts is open.'
        : `${openPosts(open.number, open.more)}: as long as that is so, you are asked a second time.`,
    ].join(' '),
  deleteConfirm: 'Delete it',
  forceTitle: 'Posts are open. Delete it all the same?',
  forceConsequence: (open: { number: number; more: boolean } | null) =>
    `${open === null ? 'Some of its posts are open' : openPosts(open.number, open.more)}. Without its credentials nobody can follow, cancel or move them: they may still be published. Better cancel them first, or wait until they are final.`,
  forceConfirm: 'Delete it with its open posts',
  deleted: (name: string) => `${name} is deleted.`,
  openPosts: 'Its posts',
  manifestOf: 'Its manifest',
};
