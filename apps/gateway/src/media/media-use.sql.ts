/**
 * Which groups need which media, as members of the statement that writes a group. A medium that is needed has
 * no `expires_at`; whoever comes to need it locks its row, so that neither a DELETE nor the sweep of expired media
 * can take it away before the group is written.
 */
import { isFinal, POST_STATUSES } from '@postern/core';

/** A group has one of these while one of its posts has. */
const OPEN_GROUP_STATUSES = POST_STATUSES.filter((status) => !isFinal(status));

/**
 * `held_media` (id): those of `ids` that the workspace has and that have not expired, locked until the end of
 * the transaction. The statement must write nothing unless it holds as many as it wants (`HOLDS_ALL_MEDIA`).
 *
 * @param workspace SQL of the workspace's id, e.g. `$1`
 * @param ids SQL of a text[] without repetitions, e.g. `$12::text[]`
 */
export function holdMedia(workspace: string, ids: string): string {
  return `held_media as materialized (
  select m.id, m.expires_at from media m
  where m.workspace_id = ${workspace} and m.id = any(${ids})
    and m.state = 'stored' and (m.expires_at is null or m.expires_at > now())
  order by m.id for key share
)`;
}

/** A condition: `holdMedia` got all that was asked for. */
export function holdsAllMedia(ids: string): string {
  return `(select count(*) from held_media) = cardinality(${ids})`;
}

/**
 * Members after `holdMedia` that write that the group needs the held media, and that these do not expire.
 *
 * @param workspace as above
 * @param group a `from` item with one row whose `id` is the group's, or none where nothing is written, e.g. `g`
 */
export function useMedia(workspace: string, group: string): string {
  return `used_media as (
  insert into media_uses (workspace_id, media_id, group_id)
  select ${workspace}, h.id, ${group}.id from held_media h, ${group} on conflict do nothing
), lasting_media as (
  update media m set expires_at = null
  from (
    select l.id from media l
    where l.id in (select h.id from held_media h, ${group} where h.expires_at is not null)
    order by l.id for no key update
  ) o
  where m.id = o.id
)`;
}

/**
 * A member beside `useMedia` for a group that was there before: what it named and names no more, it does not need.
 *
 * @param group as above
 */
export function dropUnusedMedia(group: string): string {
  return `unused_media as (
  delete from media_uses u using ${group}
  where u.group_id = ${group}.id and not exists (select from held_media h where h.id = u.media_id)
)`;
}

/**
 * A condition on `m.id`: a post of some group can still need the medium.
 *
 * @param days SQL of a number, e.g. `$2`: for so long a failed post can be tried again with its media
 */
export function isNeeded(days: string): string {
  return `exists (
  select from media_uses u join post_groups g on g.id = u.group_id
  where u.media_id = m.id and ${groupNeedsMedia(days)})`;
}

/** The same of one group, `g`. */
export function groupNeedsMedia(days: string): string {
  return `(g.status in (${OPEN_GROUP_STATUSES.map((status) => `'${status}'`).join(', ')})
    or (g.status in ('failed', 'partially_published') and g.updated_at > now() - make_interval(days => ${days})))`;
}
