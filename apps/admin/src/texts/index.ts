/** Every English word of the app, by the page that says it; nowhere else are texts written. */
import { apiKeys } from './api-keys';
import { auditLog } from './audit-log';
import { calendar } from './calendar';
import { common } from './common';
import { connections } from './connections';
import { eventTypes } from './event-types';
import { events } from './events';
import { imports } from './imports';
import { manifests } from './manifests';
import { postDetails } from './post-details';
import { posts } from './posts';
import { compose } from './compose';
import { preview } from './preview';
import { shell } from './shell';
import { statuses } from './statuses';
import { today } from './today';
import { webhooks } from './webhooks';
import { workspaces } from './workspaces';

export const texts = {
  apiKeys,
  auditLog,
  calendar,
  common,
  compose,
  connections,
  eventTypes,
  events,
  imports,
  manifests,
  postDetails,
  posts,
  preview,
  shell,
  statuses,
  today,
  webhooks,
  workspaces,
};
