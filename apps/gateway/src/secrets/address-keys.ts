import type { Client } from 'pg';

/**
 * Until when somebody may hold an address of a stored file that was signed under the key before: pages of the
 * admin app for two days, upstreams for a day after the time of the post that they keep. `null`: there are no files.
 */
export async function addressesHoldUntil(client: Client): Promise<Date | null> {
  const { rows } = await client.query<{ until: Date | null }>(
    `select case when exists (select from media) then greatest(now() + interval '2 days',
       (select max(p.due_at) + interval '1 day' from posts p
        where p.status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown')
          and exists (select from media_uses u where u.group_id = p.group_id))) end as until`,
  );
  return rows[0]?.until ?? null;
}
