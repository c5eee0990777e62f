import type { ConnectionTraffic } from '@postern/client';

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const posts = (number: number) => count(number, 'post', 'posts');

export const today = {
  hint: 'What comes next, what needs you, and how the last 24 hours went. It renews itself.',
  tiles: {
    label: 'In short',
    late: 'Late',
    unknown: 'Unknown',
    failed: 'Failed in 24 h',
    published: 'Published in 24 h',
  },
  dueNext: {
    title: 'Due next',
    empty: 'Nothing is scheduled.',
    all: 'All scheduled posts',
    drafts: (number: number) => `${count(number, 'draft waits', 'drafts wait')} to be published`,
  },
  late: {
    title: 'Late',
    hint: (seconds: number) => `Open posts whose time passed more than ${seconds} seconds ago.`,
    empty: 'No post is late.',
    by: (span: string) => `${span} late`,
    started: 'handed over, not out yet',
    notStarted: 'not started yet',
    more: (number: number) => `and ${posts(number)} more`,
  },
  unknown: {
    title: 'Unknown',
    hint: 'They may have gone out or not, and are never sent again blindly. Open one to see the evidence and decide.',
    empty: 'No post is in doubt.',
    since: (span: string) => `unknown for ${span}`,
    oldest: (span: string) => `the oldest for ${span}`,
    all: 'All unknown posts',
  },
  noText: '(no text)',
  dueAt: 'due',
  failed: {
    title: 'Failed in the last 24 hours',
    empty: 'Nothing failed.',
    all: 'All failed posts',
    table: 'Failures by cause',
    columns: { cause: 'Cause', where: 'Where', count: 'Posts', last: 'Last one', action: 'What to do' },
    show: (number: number) => `Show ${posts(number)}`,
    retry: (number: number) => `Retry ${number}`,
    retryOf: (number: number, code: string, platform: string) =>
      `Retry ${posts(number)} that failed on ${platform} with ${code}`,
    retryAnyway: 'Retry anyway',
    retryAnywayOf: (number: number, code: string, platform: string) =>
      `Retry anyway: ${posts(number)} that failed on ${platform} with ${code}`,
    ask: (number: number) => `Try ${posts(number)} again?`,
    consequence: (number: number, code: string, platform: string, provider: string) =>
      `${posts(number)} to ${platform} by way of ${provider} that failed with ${code} will be handed over once more, at once or at their time if that is still ahead.`,
    force:
      'This error does not pass by itself: unless its cause was mended, they fail again. Where the network took a post after all, it is published twice.',
    most: 'At most 1,000 posts are taken at a time, the oldest first.',
    confirm: 'Try them again',
    done: (done: number, other: number) =>
      other === 0
        ? `${count(done, 'post is', 'posts are')} tried again.`
        : `${count(done, 'post is', 'posts are')} tried again, ${count(other, 'was', 'were')} left as they are.`,
  },
  connections: {
    title: 'Connections and accounts',
    empty: 'There is no connection yet.',
    create: 'Connect a provider',
    all: 'All connections',
    table: 'Health of the connections',
    columns: { name: 'Connection', status: 'State', accounts: 'Accounts', budget: 'Budget used' },
    breaker: {
      closed: 'Breaker closed',
      open: 'Breaker open',
      half_open: 'Breaker half-open',
    } satisfies Record<ConnectionTraffic['breaker'], string>,
    accounts: (number: number) => `${number} connected`,
    reauth: (number: number) => count(number, 'needs to be reconnected', 'need to be reconnected'),
  },
  webhooks: {
    title: 'Webhooks',
    manage: 'Endpoints and deliveries',
    none: 'Nobody is told of events by webhook.',
    pending: 'Waiting deliveries',
    pendingMost: (number: number) => `${number} or more`,
    oldest: 'The oldest waits since',
    active: 'Active endpoints',
    failing: 'Failing',
    disabled: 'Switched off by Postern',
  },
  punctuality: {
    title: 'Punctuality',
    hint: 'From the time at which a post was due to the beginning of the first attempt at it, by the hour in which it was due.',
    empty: 'No post was due in the last 24 hours.',
    summary: (number: number, p50: string, p99: string, max: string) =>
      `${posts(number)}: half of them within ${p50}, 99 of 100 within ${p99}, the latest after ${max}.`,
    neverStarted: (number: number) => `${count(number, 'has', 'have')} not started.`,
    p50: 'Half of the posts (p50)',
    p99: '99 of 100 (p99)',
    table: 'Lateness by hour',
    columns: {
      hour: 'Hour',
      posts: 'Posts',
      p50: 'p50',
      p99: 'p99',
      max: 'Latest',
      neverStarted: 'Not started',
    },
  },
  throughput: {
    title: 'Throughput',
    hint: 'Posts that ended in the last 24 hours, by hour.',
    empty: 'No post ended in the last 24 hours.',
    by: 'Split by',
    views: { provider: 'Provider', platform: 'Platform', outcome: 'Outcome' },
    outcomes: {
      published: 'Published',
      handedOff: 'Handed off',
      failed: 'Failed',
      canceled: 'Canceled',
    },
    table: 'Posts that ended, by provider and platform',
    columns: { provider: 'Provider', platform: 'Platform' },
  },
  firstSteps: {
    title: 'First steps',
    hint: 'Nothing has been published from this workspace yet.',
    done: 'Done',
    connect: {
      title: 'Connect a provider',
      hint: 'Give Postern your key for a provider. It lists the accounts behind it.',
      action: 'Connect a provider',
    },
    compose: {
      title: 'Compose a post',
      hint: 'Pick accounts, write once, and see how each platform will show it. Now, or at a time of yours.',
      action: 'Compose',
    },
    watch: {
      title: 'Watch it go out',
      hint: 'This page then shows what is due, what went wrong and how punctual it all is.',
    },
  },
};
