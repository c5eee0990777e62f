import { pausedAsSql } from '../providers/provider-source';

/**
 * A boolean expression over an alias of `connections`: nothing may be sent through it now, because somebody
 * has to mend it, the provider asked for a pause, the budget is used up, or a breaker is open. An open breaker
 * blocks whatever its time: only the probe of `Traffic.takeProbes` may pass. A deleted connection is not
 * blocked: what is due through it is taken, and ends at once.
 */
export function blockedSql(connectionAlias: string): string {
  const c = connectionAlias;
  return `(${c}.status = 'needs_attention' or (${c}.status = 'active' and ${paused(c, STANDS)}))`;
}

/**
 * The same for reads, which know their own budget, and go on slowly while a connection needs attention: what
 * was accepted stays open, and must be found when the connection works again.
 */
export function readsBlockedSql(connectionAlias: string): string {
  const c = connectionAlias;
  return `(${c}.status <> 'disabled' and ${paused(c, `t.reason <> 'budget' and ${STANDS}`)})`;
}

const STANDS = `(t.reason = 'breaker' or t.paused_until > now())`;

function paused(c: string, stands: string): string {
  return `(exists (select from traffic_pauses t where t.scope = 'connection' and t.id = ${c}.id and ${stands})
      or exists (select from traffic_pauses t
        where t.scope = 'provider' and t.id = ${pausedAsSql(c)} and ${stands}))`;
}
