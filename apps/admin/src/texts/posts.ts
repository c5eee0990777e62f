import type { PublishErrorCode } from '@postern/client';

const postCount = (count: number) => (count === 1 ? '1 post' : `${count} posts`);
const groupCount = (count: number) => (count === 1 ? '1 group' : `${count} groups`);

const errors: Record<PublishErrorCode, string> = {
  AUTH_EXPIRED: 'Authorisation expired',
  AUTH_FORBIDDEN: 'Not allowed to post',
  CONNECTION_DISABLED: 'Connection disabled',
  CONTENT_INVALID: 'Content invalid',
  CONTENT_TOO_LARGE: 'Content too large',
  CONTENT_REJECTED: 'Content rejected',
  DUPLICATE_CONTENT: 'Duplicate content',
  APPROVAL_EXPIRED: 'Approval expired',
  THREAD_INCOMPLETE: 'Thread incomplete',
  RATE_LIMITED: 'Rate limited',
  QUOTA_EXHAUSTED: 'Quota exhausted',
  UPSTREAM_UNAVAILABLE: 'Provider unavailable',
  UPSTREAM_ERROR: 'Provider broke',
  UPSTREAM_REJECTED: 'Provider refused',
  NETWORK_ERROR: 'Network error',
  TIMEOUT: 'Timed out',
  OUTCOME_UNKNOWN: 'Outcome unknown',
  TOO_LATE: 'Too late',
  INTERNAL: 'Error of Postern',
};

/** The lists of groups and posts. */
const list = {
  views: 'What is listed',
  groups: 'Groups',
  posts: 'Posts',
  groupsHint: 'Each group is one request: content for one or more accounts.',
  postsHint: 'Each post is one account on one platform, with one outcome.',
  filters: 'Filters',
  filtersOf: (count: number) => (count === 0 ? 'Filters' : `Filters (${count})`),
  apply: 'Apply',
  clear: 'Clear all filters',
  activeFilters: 'Active filters',
  remove: (name: string, value: string) => `Remove the filter ${name}: ${value}`,
  names: {
    status: 'Status',
    accountId: 'Account',
    provider: 'Provider',
    platform: 'Platform',
    clientReference: 'Client reference',
    since: 'Due from',
    until: 'Due until',
    createdSince: 'Created from',
    createdUntil: 'Created until',
    id: 'Post ids',
    groupId: 'Group id',
    connectionId: 'Connection',
    errorCode: 'Error',
  },
  timesIn: (zone: string) => `Your time (${zone})`,
  idsHint: 'Up to 100, with spaces or commas between',
  any: 'Any',
  badTime: 'No such time',
  sort: 'Order',
  sorts: { createdAt: 'Newest created first', dueAt: 'Latest due first' },
  caption: { groups: 'Post groups', posts: 'Posts' },
  select: 'Select',
  selectAll: 'Select all on this page',
  selectRow: (what: string) => `Select ${what}`,
  status: 'Status',
  text: 'Text',
  account: 'Account',
  when: 'Due or published',
  due: 'Due',
  created: 'Created',
  error: 'Error',
  link: 'Link',
  group: 'Group',
  inGroup: 'Open the group',
  counts: 'Posts',
  reference: 'Client reference',
  noText: 'No text',
  media: (count: number) => (count === 1 ? '1 medium' : `${count} media`),
  atOnce: 'at once',
  further: (count: number) => `and ${count} more`,
  onNetwork: (platform: string) => `See it on ${platform}`,
  left: 'No longer in this list',
  news: (count: number) => `${count} new`,
  frozen: 'The list stands still while rows are selected.',
  empty: {
    groups: 'No post groups yet',
    posts: 'No posts yet',
    hint: 'What services send through Postern and what you compose is listed here.',
    compose: 'Compose a post',
    filtered: 'Nothing matches these filters',
    filteredHint: 'Remove a filter, or clear them all.',
  },
};

/** Commands on many at once. */
const bulk = {
  label: 'What to do with the selection',
  selected: (count: number, view: 'groups' | 'posts') =>
    `${view === 'groups' ? groupCount(count) : postCount(count)} selected`,
  unselect: 'Select none',
  retry: 'Retry',
  cancel: 'Cancel them',
  running: 'Working through the selection …',
  results: 'Results',
  dismiss: 'Close the results',
  retryAll: 'Retry all that match',
  retryAllBeyond: (names: string) =>
    `All that match can be retried at once when these filters are removed: ${names}.`,
  askRetryAll: 'Retry all failed posts that match?',
  retryAllConsequence: (limit: number) =>
    `Every failed post that matches the filters is tried again, oldest first, at most ${limit} in one go, ` +
    `also those on other pages. “Due” counts posts without a time from their creation.`,
  confirmRetryAll: 'Retry all',
  nothingMatched: 'No failed post matches any more. Nothing was done.',
};

const results = {
  summary: {
    done: (count: number) => `${count} done`,
    pending: (count: number) => `${count} pending`,
    too_late: (count: number) => `${count} too late`,
    already_final: (count: number) => `${count} at an end already`,
    not_supported: (count: number) => `${count} not supported`,
    refused: (count: number) => `${count} refused`,
    unreached: (count: number) => `${count} not done`,
  },
  words: {
    done: 'Done',
    pending: 'Pending',
    too_late: 'Too late',
    already_final: 'At an end already',
    not_supported: 'Not supported',
    refused: 'Refused',
    unreached: 'Not done',
  },
  reasons: {
    done: 'It is done.',
    pending: 'The provider is asked. The status changes here when it has answered.',
    too_late: 'It went out, or is going out right now.',
    already_final: 'It has come to an end already; nothing was changed.',
    not_supported: 'The provider cannot do this to a post that it has.',
    refused: 'Its state does not allow this; nothing was changed.',
    unreached: 'The request did not come through.',
  },
};

/** Questions before a command, and what is said after it. */
const commands = {
  retry: 'Retry',
  retryFailed: (count: number) => (count === 1 ? 'Retry the failed post' : `Retry ${count} failed`),
  askRetry: (count: number) => `Retry ${postCount(count)}?`,
  askRetryGroups: (count: number) => `Retry the failed posts of ${groupCount(count)}?`,
  retryConsequence:
    'Failed posts are handed to their providers again, each in a new round. Where the provider knows the post, ' +
    'it is asked first whether it went out after all. Posts that have not failed stay as they are.',
  force: 'Also those that need a person’s word (force)',
  forceHint:
    'Some errors do not pass by themselves: without a change the next try fails the same way. After others the ' +
    'network may have taken the post, and a further try may publish it twice. Read the errors before.',
  forceNeeded: (count: number, of: number) =>
    of === 1 ? 'This post needs force.' : `${count} of these ${of} posts need force.`,
  confirmRetry: 'Retry',
  retried: 'The post is tried again.',
  cancel: 'Cancel',
  cancelGroup: 'Cancel the group',
  askCancel: (count: number) => `Cancel ${postCount(count)}?`,
  askCancelGroups: (count: number) => `Cancel the posts of ${groupCount(count)}?`,
  cancelConsequence:
    'What was not handed over is canceled at once and will not go out. Where the provider has the post, it is asked ' +
    'to drop it, which may come too late. What is published stays published. This cannot be taken back.',
  confirmCancel: (count: number) => (count === 1 ? 'Cancel the post' : 'Cancel the posts'),
  reason: 'Reason (kept with the post and shown)',
  canceled: 'The post is canceled.',
  reschedule: 'Reschedule',
  rescheduleTitle: (count: number) => `Reschedule ${postCount(count)}`,
  rescheduleConsequence:
    'What was not handed over is moved at once. Where the provider has the post, it is asked to move it; one that ' +
    'cannot move posts is asked to cancel it, and it goes out anew.',
  newTime: 'New time',
  inZone: (zone: string) => `In your time zone, ${zone}`,
  timeMissing: 'Enter a date and a time.',
  timePast: 'This time has passed: enter one in the future.',
  move: 'Move',
  moved: 'The post is moved.',
  publish: 'Publish',
  publishTitle: 'Publish this draft',
  publishWhen: 'When',
  publishNow: 'Now',
  publishAtItsTime: (at: string) => `At its time, ${at}`,
  publishAt: 'At another time',
  publishConsequence: (count: number) =>
    `${postCount(count)} will be sent, now or at the time chosen, if the content passes the rules once more. Until then ` +
    `the group can still be edited or canceled.`,
  published: 'The draft is on its way.',
  changedMeanwhile:
    'Somebody changed this group since you opened it. It is shown as it is now: look, then try again.',
  edit: 'Edit',
  pending: 'Asked for, not done yet: the provider has to answer. The status changes here when it has.',
};

export const posts = { postCount, errors, list, bulk, results, commands };
