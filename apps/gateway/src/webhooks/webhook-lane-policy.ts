/** When what is sent to an endpoint, and how much of it at once. Pure. */

/** Deliveries that one statement makes, about: it takes a tenth of a second, in which nobody else is sent anything. */
const MADE_AT_ONCE = 1_000;
const LOOKED_AT_ONCE = 500;

/** Events that are looked at for each of so many endpoints. What is left is the next statement's. */
export function eventsAtOnce(endpoints: number): number {
  return Math.max(2, Math.min(LOOKED_AT_ONCE, Math.floor(MADE_AT_ONCE / endpoints)));
}

/** Sends in flight to one endpoint. */
export const AT_ONCE = 8;
/** So many failures in a row, and the endpoint counts as failing: it is sent one delivery at a time, with rests. */
export const FAILING_AFTER = 5;
const REST_STEP_SECONDS = 0.5;
const LONGEST_REST_SECONDS = 30;
/** A later delivery of a subject waits for an earlier one for so long, measured from the making of the earlier. */
export const IN_TURN_SQL = `interval '1 hour'`;
const JITTER = 0.2;
/** The least that is left of a schedule's sum by jitter, with something to spare. */
const SHORTEST_LIFE = 0.75;

/**
 * SQL: until when a failing endpoint rests after its last failure. Longer with each failure, so that thousands of
 * waiting deliveries do not hammer a dead one, and that it is noticed within half a minute when it is back.
 *
 * @param l alias of `webhook_lanes`
 */
export function restsUntilSql(l: string): string {
  const seconds = `least(${LONGEST_REST_SECONDS}, ${REST_STEP_SECONDS} * (${l}.failures - ${FAILING_AFTER - 1}))`;
  return `case when ${l}.failures >= ${FAILING_AFTER}
    then coalesce(${l}.last_failure_at + make_interval(secs => ${seconds}), '-infinity') else '-infinity' end`;
}

export interface RetryPlan {
  pauseSeconds: number;
  /**
   * Whether the schedule ends here. A delivery that was brought forward used up its tries early, so it is given up
   * only when it is `lifeSeconds` old, too.
   */
  last: boolean;
  lifeSeconds: number;
}

/**
 * @param attempts that have failed before the one that has failed now
 * @param random from 0 to 1
 */
export function retryPlan(
  retrySeconds: readonly number[],
  attempts: number,
  random: number = Math.random(),
): RetryPlan {
  const lifeSeconds = SHORTEST_LIFE * retrySeconds.reduce((sum, seconds) => sum + seconds, 0);
  const pause = retrySeconds[attempts] ?? retrySeconds.at(-1) ?? 0;
  return {
    pauseSeconds: pause * (1 - JITTER + 2 * JITTER * random),
    last: attempts >= retrySeconds.length,
    lifeSeconds,
  };
}

/** Of the sends of a process, where those that hang had begun before that was known. */
export const MOST_OF_ALL = 2;

/** What an endpoint has of the sockets of a process. */
export interface SocketUse {
  inFlight: number;
  failing: boolean;
  /** It takes long to answer. */
  slow: boolean;
}

/**
 * How sends share a process: the more an endpoint has, the more must be free for it to get another, and those that
 * fail or are slow share a half of all, so that any number of hanging ones leaves room for the others. Where more than
 * that half began before they were known to hang, the others have theirs all the same, up to twice as many in all.
 *
 * @param all endpoints with sends in flight
 * @param wishing of those and others, who has something to send
 * @param most sends of the process, but for what began too early
 * @returns how many more may begin, for each that wishes
 */
export function shareSockets<T extends SocketUse>(
  all: readonly SocketUse[],
  wishing: readonly T[],
  most: number,
): Map<T, number> {
  const half = most / 2;
  let burdened = sumOf(all.filter(isBurden));
  let quick = sumOf(all) - burdened;
  const shares = new Map(wishing.map((each) => [each, 0]));
  const takesOneMore = (each: T): boolean => {
    const has = each.inFlight + (shares.get(each) ?? 0);
    const burden = isBurden(each);
    if (has >= (each.failing ? 1 : AT_ONCE) || quick + burdened >= MOST_OF_ALL * most) return false;
    const isRoom = burden
      ? isRoomFor(has, burdened, half)
      : isRoomFor(has, quick + Math.min(burdened, half), most);
    if (!isRoom) return false;
    shares.set(each, has - each.inFlight + 1);
    if (burden) burdened += 1;
    else quick += 1;
    return true;
  };
  // In rounds, and whoever has least goes first.
  let open = wishing.toSorted((a, b) => a.inFlight - b.inFlight);
  while (open.length > 0) open = open.filter(takesOneMore);
  return shares;
}

const sumOf = (uses: readonly SocketUse[]): number => uses.reduce((sum, { inFlight }) => sum + inFlight, 0);
const isBurden = ({ failing, slow }: SocketUse): boolean => failing || slow;

/** The first is given while any is free, the last while half of them are. */
function isRoomFor(has: number, used: number, most: number): boolean {
  return used < most * (1 - has / (2 * AT_ONCE));
}
