import { z } from 'zod';
import type { Call, Reply } from '../../description';
import { freshHex } from '../../ids';
import type { Group } from '../../model';
import { because, settingsOf, spaced, timeOf } from './create';
import { checkPlan } from './plan';
import { groupView, listedView, statusOf, storedOf } from './views';

const STATUSES = ['draft', 'scheduled', 'published', 'failed', 'partially_published'];
const SORTS = ['createdAt', 'updatedAt', 'scheduledTime'] as const;
const word = z.string().optional();
const listQuery = z.strictObject({
  ...{ page: word, limit: word, status: word, platform: word },
  ...{ sortBy: word, sortOrder: word, fromDate: word, toDate: word },
});

/** A malformed id breaks the server; an unknown one and somebody else's are 404. */
function found(call: Call, failure: string): Group {
  const id = call.params.id ?? '';
  if (!isObjectId(id)) throw because(500, failure);
  const group = call.desk.get(id);
  if (group === undefined) throw because(404, 'Post group not found');
  return group;
}

export function isObjectId(id: string): boolean {
  return /^[0-9a-f]{24}$/i.test(id);
}

export function get(call: Call): Reply {
  const reading = {
    isNewer: call.variant('getPost') === 'newer',
    nothing: call.variant('absent') === 'null' ? null : undefined,
    isCompound: call.variant('getPostIds') === 'compound',
    nowMs: call.nowMs,
  };
  return { body: groupView(found(call, 'Failed to fetch post group'), reading) };
}

/** Numbers out of bounds are moved into them, without a word. */
export function list(call: Call): Reply {
  const query = call.query(listQuery);
  const page = Math.max(1, wholeOf(query.page, 1));
  const limit = Math.min(100, Math.max(1, wholeOf(query.limit, 20)));
  const all = sorted(call.desk.list().filter(filterOf(query)), query);
  const totalPages = Math.ceil(all.length / limit);
  const shown = all.slice((page - 1) * limit, page * limit);
  return {
    body: {
      success: true,
      posts: shown.map((group) => listedView(group, call.nowMs)),
      pagination: {
        ...{ page, limit, totalItems: all.length, totalPages },
        ...{ hasNextPage: page < totalPages, hasPrevPage: page > 1 },
      },
    },
  };
}

function wholeOf(text: string | undefined, otherwise: number): number {
  return Number.parseInt(text ?? '', 10) || otherwise;
}

function filterOf(query: z.output<typeof listQuery>): (group: Group) => boolean {
  const { status, platform } = query;
  if (status && !STATUSES.includes(status)) {
    throw because(400, `Invalid status. Must be one of: ${STATUSES.join(', ')}`);
  }
  const from = momentOf(query.fromDate, 'fromDate');
  const to = momentOf(query.toDate, 'toDate');
  // A name alone matches; a whole id has no further dash behind it.
  const prefix = platform ? `${platform.toLowerCase()}-` : '';
  return (group) => {
    const at = Date.parse(storedOf(group).scheduledTime ?? '');
    return (
      (!status || statusOf(group) === status) &&
      (prefix === '' || group.rows.some(({ accountId }) => accountId.toLowerCase().startsWith(prefix))) &&
      (from === null || at >= from) &&
      (to === null || at <= to)
    );
  };
}

function momentOf(text: string | undefined, name: string): number | null {
  if (!text) return null;
  const atMs = new Date(text).getTime();
  if (Number.isNaN(atMs)) throw because(400, `Invalid ${name} format`);
  return atMs;
}

/** `groups` come newest first, and stay so where the times are the same. */
function sorted(groups: Group[], { sortBy, sortOrder }: z.output<typeof listQuery>): Group[] {
  const member = SORTS.find((name) => name === (sortBy || 'createdAt'));
  if (member === undefined) throw because(400, `Invalid sortBy. Must be one of: ${SORTS.join(', ')}`);
  const timeIn = (group: Group): string =>
    member === 'scheduledTime' ? (storedOf(group).scheduledTime ?? '') : group[member];
  const falling = groups.toSorted((one, other) => timeIn(other).localeCompare(timeIn(one)));
  return sortOrder === 'asc' ? falling.toReversed() : falling;
}

/** Empty members count as not sent. */
export function update(call: Call): Reply {
  const fields = { status: z.unknown().optional(), scheduledTime: z.unknown().optional() };
  const isPublora = call.variant('family') === 'publora';
  const { status, scheduledTime, ...rest } = call.body(
    z.strictObject({ ...fields, ...(isPublora ? { platformSettings: z.unknown().optional() } : {}) }),
  );
  const settings = 'platformSettings' in rest ? rest.platformSettings : undefined;
  if (!status && !scheduledTime && settings === undefined) {
    throw because(400, 'Either status or scheduledTime must be provided');
  }
  if (status && status !== 'draft' && status !== 'scheduled') {
    throw because(400, "Status must be either 'draft' or 'scheduled'");
  }
  const wanted = scheduledTime ? timeOf(call, scheduledTime) : null;
  const group = found(call, 'Failed to update post');
  const current = statusOf(group);
  if (current !== 'draft' && current !== 'scheduled') {
    throw because(400, `Cannot update post: post is currently in ${current} status`);
  }
  const stored = storedOf(group);
  if (settings !== undefined) stored.platformSettings = settingsOf(settings);
  const next = status === 'draft' || status === 'scheduled' ? status : current;
  retime(call, group, next, wanted ?? stored.scheduledTime ?? (next === 'scheduled' ? call.now : null));
  const told = stored.scheduledTime;
  return {
    body: {
      success: true,
      message: 'Post updated successfully',
      postGroup: { _id: group.id, status: next, ...(told === undefined ? {} : { scheduledTime: told }) },
    },
  };
}

/** What is under way already takes words and times with 200, and goes out all the same. */
function retime(call: Call, group: Group, next: string, wanted: string | null): void {
  const stored = storedOf(group);
  const platforms = group.rows.map(({ platform }) => platform);
  const clamped = wanted !== null && wanted < call.now && next === 'scheduled' ? call.now : wanted;
  checkPlan(call, platforms, next === 'scheduled' ? clamped : null, group);
  const at = clamped === null || next === 'draft' ? clamped : spaced(call, clamped, group.id);
  if (at !== null) stored.scheduledTime = at;
  if (group.phase !== 'draft' && group.phase !== 'scheduled') {
    stored.saysDraft = next === 'draft';
    return;
  }
  call.desk.time(group, next === 'draft' || at === null ? { kind: 'draft' } : { kind: 'at', at });
}

/** Whatever its status; nothing is left to be read, and nothing comes back from a network. */
export function remove(call: Call): Reply {
  call.desk.remove(found(call, 'Failed to delete post group'));
  return { body: { success: true } };
}

const uploadBody = z.strictObject({
  fileName: z.unknown().optional(),
  contentType: z.unknown().optional(),
  postGroupId: z.unknown().optional(),
  type: z.unknown().optional(),
});

/** The file belongs to the post from here on, whether its bytes ever come or not. */
export function uploadUrl(call: Call): Reply {
  const { fileName, contentType, postGroupId, type } = call.body(uploadBody);
  if (!fileName || !contentType || !postGroupId) {
    throw because(400, 'fileName, contentType, and postGroupId are required');
  }
  const isReadable = typeof fileName === 'string' && typeof contentType === 'string';
  // Optional on paper; without it the key of the file cannot be made.
  const folder = { image: 'images', video: 'videos' }[String(type)];
  if (!isReadable || folder === undefined || typeof postGroupId !== 'string' || !isObjectId(postGroupId)) {
    throw because(500, 'Failed to create upload URL');
  }
  const name = fileName
    .trim()
    .replaceAll(' ', '_')
    .replaceAll(/[^\w.-]/g, '');
  const mediaId = freshHex(24);
  const group = call.desk.get(postGroupId);
  const key = `${folder}/${call.nowMs}-${mediaId.slice(-6)}-${name}`;
  const { putUrl, fileUrl } = call.presign(key, contentType, group);
  if (group !== undefined) {
    const stored = storedOf(group);
    stored.mediaUrls = [...(stored.mediaUrls ?? []), fileUrl];
  }
  return { body: { success: true, uploadUrl: putUrl, fileUrl, mediaId } };
}

/** Its bytes came: it goes out with every platform post that has not begun. */
export function attach(group: Group, fileUrl: string): void {
  for (const row of group.rows) if (!row.mediaUrls.includes(fileUrl)) row.mediaUrls.push(fileUrl);
}

export function connections({ accounts }: Call): Reply {
  return {
    body: {
      success: true,
      connections: accounts.map(({ id, platform, handle, status }) => {
        const hasToken = !['twitter', 'bluesky', 'telegram'].includes(platform);
        const isExpired = status === 'expired';
        return {
          platformId: id,
          username: handle,
          displayName: handle,
          profileImageUrl: `https://images.example/${encodeURIComponent(handle)}.jpg`,
          profileUrl: null,
          accessTokenExpiresAt: hasToken
            ? isExpired
              ? '2026-01-01T00:00:00.000Z'
              : '2099-01-01T00:00:00.000Z'
            : null,
          tokenStatus: hasToken ? (isExpired ? 'expired' : 'valid') : 'unknown',
          tokenExpiresIn: hasToken ? (isExpired ? 'expired' : '999d 0h') : null,
          lastSuccessfulPost: null,
          lastError: null,
        };
      }),
    },
  };
}
