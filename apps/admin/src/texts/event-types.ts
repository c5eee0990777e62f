import type { EventTypePattern } from '@postern/client';
import type { EventGroup } from '../components/event-types';

const groups: Record<EventGroup, string> = {
  wide: 'All of a kind',
  post: 'Of one post',
  post_group: 'Of a post group',
  other: 'Of other things',
};

const patterns: Record<EventTypePattern, string> = {
  '*': 'Everything',
  'post.*': 'Everything about posts',
  'post_group.*': 'Everything about post groups',
  'connection.*': 'Everything about connections',
  'webhook_endpoint.*': 'Everything about webhook endpoints',
  'test.*': 'Tests',
  'post.created': 'A post was made',
  'post.scheduled': 'A post waits for its time',
  'post.pending_approval': 'A reviewer at the provider must act',
  'post.queued': 'A post is due',
  'post.publishing': 'The provider sends a post to its platform',
  'post.published': 'A post is live',
  'post.handed_off': 'A post was handed to the creator’s app',
  'post.failed': 'A post failed',
  'post.canceled': 'A post was canceled',
  'post.unknown': 'It is not known whether a post was accepted',
  'post.resolved': 'A person said what became of an unknown post',
  'post.rescheduled': 'A post got another time',
  'post.updated': 'The provider’s word for a post changed',
  'post.needs_attention': 'A person should look at a post',
  'post.duplicate_risk': 'A post may be out there twice',
  'post_group.created': 'A post group was made',
  'post_group.completed': 'All posts of a group went out',
  'post_group.partially_published': 'Some posts of a group failed',
  'post_group.failed': 'All posts of a group failed',
  'post_group.canceled': 'A post group was canceled',
  'connection.needs_attention': 'A connection does not work until a person mends it',
  'webhook_endpoint.disabled': 'A webhook endpoint was switched off',
  'test.ping': 'Somebody tries whether events arrive',
};

export const eventTypes = {
  groups,
  patterns,
  nothingFound: 'No such type of event',
  clear: 'Clear the types',
};
