/** One place where crash points are tried, one after the other: a gateway, a sandbox and a database of its own. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostStatus } from '@postern/core';
import { House } from '../house/house';
import type { HouseProcess } from '../house/house-process';
import { routeOf, type RouteName } from '../house/routes';
import type { NetworkEntry, Rule } from '../house/sandbox-control';
import { connectAll, type Account } from '../random/connections';
import type { CrashPoint, PassedPoint } from './crash-point';

const PRELOAD = join(__dirname, 'crash-preload.js');
const LOOK_EVERY_MS = 50;
/** A worker that did not come to its point in this time will not. */
const DIES_WITHIN_MS = 20_000;
/** The promise is 15 s to move again; the upstream's own pace comes on top. */
export const PUBLISHED_WITHIN_MS = 20_000;

export interface Doomed {
  process: HouseProcess;
  folder: string;
  point: string;
}

export interface Tried {
  /** From the kill (of an API process: from the next one's answer) until the post is published; `null` = never. */
  publishedAfterMs: number | null;
  /** `null` = the worker died where it should. */
  missed: string | null;
  status: PostStatus;
  seen: number;
  /** Its events say that it failed, be it for a moment. */
  everFailed: boolean;
}

export class Lane {
  private readonly folder = mkdtempSync(join(tmpdir(), 'postern-points-'));
  private count = 0;

  private constructor(
    readonly house: House,
    private readonly name: string,
  ) {}

  static async open(name: string): Promise<Lane> {
    const house = await House.open({
      apis: 1,
      workers: 1,
      leaseSeconds: 2,
      sandbox: { SANDBOX_LIMITS: 'off', SANDBOX_PACE: 'instant' },
    });
    return new Lane(house, name);
  }

  async close(): Promise<void> {
    await this.house.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  network(): Promise<NetworkEntry[]> {
    return this.house.sandbox.network();
  }

  /** A worker that will die at this point, once it is told that its hour has come. */
  async doom(point: string): Promise<Doomed> {
    const doomed = this.doomed('worker', point);
    await doomed.process.start();
    return doomed;
  }

  /** Publishes one post with nobody dying. @returns the points passed, and the requests that the upstream took */
  async watch(route: RouteName): Promise<{ passed: PassedPoint[]; operations: string[] }> {
    const watcher = await this.doom('none');
    const account = await this.connect(route);
    const before = (await this.house.sandbox.requests()).length;
    const token = await this.publishTo(watcher, account, { route, rule: null });
    await this.untilPublished(token, Date.now());
    const requests = (await this.house.sandbox.requests()).slice(before);
    this.cleanWorker.thaw();
    await watcher.process.kill();
    const lines = readFileSync(join(watcher.folder, 'trace'), 'utf8').trim().split('\n');
    const passed = lines.map((line) => JSON.parse(line) as PassedPoint);
    const count = passed.filter(({ point }) => /^request \d+, before$/.test(point)).length;
    const operations = requests
      .filter((request) => request.upstream === routeOf(route).upstream)
      .slice(0, count);
    return { passed, operations: operations.map(({ operation }) => operation ?? '?') };
  }

  /** One worker takes one post and dies with it; another one goes on. `next` is made ready meanwhile. */
  async attempt(point: CrashPoint, doomed: Doomed, next: () => Promise<void>): Promise<Tried> {
    const { route, fault } = point;
    const account = await this.connect(route);
    const rule = fault === null ? null : { ...fault, upstream: routeOf(route).upstream, times: 1 };
    const token = await this.publishTo(doomed, account, { route, rule });
    const missed = await this.missed(doomed);
    const killedAt = Date.now();
    this.cleanWorker.thaw();
    if (missed !== null) await doomed.process.kill();
    const [publishedAfterMs] = await Promise.all([this.untilPublished(token, killedAt), next()]);
    return this.outcome(token, missed, publishedAfterMs);
  }

  /** The API process that takes a post dies with it; the caller asks the next one, with the same key. */
  async attemptAccept(point: CrashPoint): Promise<Tried> {
    const account = await this.connect(point.route);
    const [api] = this.house.apis;
    if (api === undefined) throw new Error('A lane has an API process.');
    const doomed = this.doomed('API', point.name);
    await api.hold();
    await doomed.process.start();
    writeFileSync(join(doomed.folder, 'armed'), '');
    const publishing = this.publish(account, point.route);
    const missed = await this.missed(doomed);
    if (missed !== null) await doomed.process.kill();
    api.release();
    const { token } = await publishing;
    // How long the next process takes to start is the machine's; the promise begins with its answer.
    return this.outcome(token, missed, await this.untilPublished(token, Date.now()));
  }

  private doomed(kind: 'worker' | 'API', point: string): Doomed {
    this.count += 1;
    const folder = join(this.folder, `${this.count}`);
    mkdirSync(folder);
    const name = `doomed-${this.name}-${this.count}`;
    const env = { CRASH_DIR: folder, CRASH_AT: point };
    return { process: this.house.lone(kind, name, PRELOAD, env), folder, point };
  }

  private async outcome(
    token: string,
    missed: string | null,
    publishedAfterMs: number | null,
  ): Promise<Tried> {
    const { status } = await this.postOf(token);
    const failures = await this.house.cluster.query(
      `select 1 from events e join post_groups g on g.id = e.group_id
       where g.client_reference = $1 and e.data ->> 'status' = 'failed'`,
      [token],
    );
    const seen = (await this.house.sandbox.network()).filter(({ text }) => text.includes(token)).length;
    return { publishedAfterMs, missed, status, seen, everFailed: failures.length > 0 };
  }

  private get cleanWorker(): HouseProcess {
    const [keeper] = this.house.workers;
    if (keeper === undefined) throw new Error('A lane has a worker.');
    return keeper.process;
  }

  private async connect(route: RouteName): Promise<Account> {
    const [connection] = await connectAll(this.house, [{ route, scheduling: null }]);
    const account = connection?.accounts[0];
    if (account === undefined) throw new Error(`${route} has no account.`);
    return account;
  }

  /** Leaves a post to this worker alone: the other one stands still, and holds nothing. */
  private async publishTo(
    { process, folder }: Doomed,
    account: Account,
    { route, rule }: { route: RouteName; rule: Rule | null },
  ): Promise<string> {
    await this.freezeIdle([process, this.cleanWorker]);
    if (rule !== null) await this.house.sandbox.addRule(rule);
    const { token } = await this.publish(account, route);
    writeFileSync(join(folder, 'armed'), '');
    process.thaw();
    return token;
  }

  private async publish(account: Account, route: RouteName): Promise<{ token: string }> {
    const token = `pf${this.count}x${String(100_000 + this.count)}`;
    const body = {
      // Media where the upstream takes them: it then has all of its steps.
      content: {
        text: `Post ${token} of a crash point.`,
        media: 'preset' in routeOf(route).via ? [] : [{ url: `${this.house.sandbox.url}/samples/a.jpg` }],
      },
      targets: [{ accountId: account.id }],
      clientReference: token,
    };
    await this.house.client.post('/v1/post-groups', body, token);
    return { token };
  }

  /** Stopped in the middle of a transaction they would hold locks that the others wait for. */
  private async freezeIdle(processes: readonly HouseProcess[]): Promise<void> {
    for (;;) {
      for (const process of processes) process.freeze();
      const [busy] = await this.house.cluster.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()`,
      );
      if (busy?.n === 0) return;
      for (const process of processes) process.thaw();
      await pause(20);
    }
  }

  /** `null` where the worker died at its point; else what it did instead. */
  private async missed({ process, folder, point }: Doomed): Promise<string | null> {
    const died = join(folder, 'died');
    const until = Date.now() + DIES_WITHIN_MS;
    while (process.alive && Date.now() < until) await pause(LOOK_EVERY_MS);
    if (existsSync(died) && readFileSync(died, 'utf8') === point) {
      await process.ended();
      return null;
    }
    return process.alive ? `it lived on past "${point}"` : `it died elsewhere:\n${process.tail()}`;
  }

  private async untilPublished(token: string, since: number): Promise<number | null> {
    const until = since + PUBLISHED_WITHIN_MS;
    while (Date.now() < until) {
      if ((await this.postOf(token)).status === 'published') return Date.now() - since;
      await pause(LOOK_EVERY_MS);
    }
    return null;
  }

  private async postOf(token: string): Promise<{ status: PostStatus }> {
    const [post] = await this.house.cluster.query<{ status: PostStatus }>(
      `select p.status from posts p join post_groups g on g.id = p.group_id where g.client_reference = $1`,
      [token],
    );
    if (post === undefined) throw new Error(`The post ${token} is gone.`);
    return post;
  }
}
