/** What happens to posts of one preset; all stories of all presets run at once, since they mostly wait. */
import type { NetworkEntry } from '@postern/sandbox';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { until, type TestGateway } from './gateway-harness';
import type { PresetConnection } from './preset-gateway';

const DAY_MS = 86_400_000;
const PATIENCE_MS = 60_000;
const FINAL = ['published', 'partially_published', 'failed', 'canceled', 'handed_off'];
/** Accepted and not answered, never arrived, refused and to be tried again. */
const MIX = [
  'accept-then-reset',
  'accept-then-500',
  'truncated-json',
  'malformed-json',
  'reset',
  '429',
  '503',
  'html-502',
] as const;

export interface Told {
  name: string;
  text: string;
  group: PostGroupView;
  shown: NetworkEntry[];
}

export class PresetStories {
  constructor(
    private readonly gateway: TestGateway,
    private readonly connection: PresetConnection,
  ) {}

  /** One group to two accounts, of which the second one's network refuses. */
  async partial(): Promise<Told> {
    const { scene } = this.connection;
    const word = scene.secondWord ?? scene.platforms?.[1] ?? 'linkedin';
    const text = this.text(`Partial #fail-auth:${word}`);
    const { id } = await this.publish(text, { targets: this.targets(2) });
    return this.told('partial', text, await this.gateway.final(id, PATIENCE_MS));
  }

  /** A post for tomorrow, withdrawn after the upstream has it. `reply`: the command's. */
  async canceled(): Promise<Told & { reply: number; result: unknown }> {
    const text = this.text('Withdrawn');
    const { id } = await this.handedOver(text);
    const { status, body } = await this.gateway.api.call('DELETE', `/v1/post-groups/${id}`);
    const result: unknown = body?.results?.[0]?.result;
    if (status === 200) await this.gateway.final(id, PATIENCE_MS);
    return { ...this.told('canceled', text, await this.gateway.group(id)), reply: status, result };
  }

  /** A post for tomorrow, put off by a day after the upstream has it. */
  async rescheduled(): Promise<Told & { reply: number; result: unknown; to: string }> {
    const text = this.text('Put off');
    const { id } = await this.handedOver(text);
    const to = aheadBy(2 * DAY_MS);
    const { status, body } = await this.gateway.api.call('POST', `/v1/post-groups/${id}/reschedule`, {
      body: { scheduledAt: to },
    });
    const result: unknown = body?.results?.[0]?.result;
    if (result === 'pending') {
      await until(async () => (await this.gateway.group(id)).posts[0]?.scheduledAt === to, PATIENCE_MS);
    }
    const told = this.told('rescheduled', text, await this.gateway.group(id));
    return { ...told, reply: status, result, to };
  }

  /** Posts whose replies were lost at each step of their way out, in each manner. */
  lost(): Promise<Told[]> {
    const { scene, upstream } = this.connection;
    const kinds = ['accept-then-reset', 'accept-then-500', 'malformed-json'] as const;
    return Promise.all(
      scene.steps.flatMap((operation) =>
        kinds.map(async (kind) => {
          const text = this.text(`Lost ${operation} ${kind}`);
          this.gateway.sandbox.faults.add({ upstream, operation, kind, text });
          const { id } = await this.publish(text);
          const isLast = operation === scene.steps.at(-1);
          await this.settled(id, text, isLast ? scene.lost : 'published');
          return this.told(`${operation} ${kind}`, text, await this.gateway.group(id));
        }),
      ),
    );
  }

  /** Many posts under a mix of everything. */
  async mixed(count: number): Promise<Told[]> {
    const { scene, upstream } = this.connection;
    const mark = `Mix of ${upstream}`;
    // One of each, not some seconds of all: a slow machine meets the same, and the breaker stays closed.
    for (const kind of MIX) {
      const rule = { upstream, text: mark, kind, times: 1, probability: 0.5, name: `${mark} ${kind}` };
      this.gateway.sandbox.faults.add(rule);
    }
    return Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const text = `${mark} ${index} end`;
        const { id } = await this.publish(text, { targets: this.targets((index % 2) + 1) });
        await this.settled(id, text, scene.lost);
        return this.told(`mix ${index}`, text, await this.gateway.group(id));
      }),
    );
  }

  /** Posts that were seen on the network, by their text. */
  shown(text: string): NetworkEntry[] {
    const { upstream } = this.connection;
    return this.gateway.sandbox.network.entries({ upstream }).filter((entry) => entry.text.includes(text));
  }

  private text(about: string): string {
    return `${about} by ${this.connection.scene.preset} end`;
  }

  private targets(count: number): { accountId: string }[] {
    return this.connection.accounts.slice(0, count).map((accountId) => ({ accountId }));
  }

  private publish(text: string, more: Record<string, unknown> = {}): Promise<PostGroupView> {
    return this.gateway.publish({ content: { text }, targets: this.targets(1), ...more });
  }

  /** Scheduled for tomorrow, and taken by the upstream. */
  private async handedOver(text: string): Promise<PostGroupView> {
    const { id } = await this.publish(text, { scheduledAt: aheadBy(DAY_MS) });
    await until(async () => {
      const [post] = (await this.gateway.group(id)).posts;
      return post?.status === 'scheduled' && post.providerReference !== null;
    }, PATIENCE_MS);
    return this.gateway.group(id);
  }

  /** Until every post is final, or unknown for good reason: never taken, or nothing could ever tell. */
  private async settled(id: string, text: string, lost: 'published' | 'unknown'): Promise<void> {
    await until(async () => {
      const { posts } = await this.gateway.group(id);
      const isTaken = this.shown(text).length > 0;
      return posts.every(
        ({ status }) => FINAL.includes(status) || (status === 'unknown' && (lost === 'unknown' || !isTaken)),
      );
    }, PATIENCE_MS);
  }

  private told(name: string, text: string, group: PostGroupView): Told {
    return { name, text, group, shown: this.shown(text) };
  }
}

function aheadBy(ms: number): string {
  const at = new Date(Date.now() + ms);
  at.setUTCMilliseconds(0);
  return at.toISOString();
}
