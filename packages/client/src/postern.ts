import { Resources } from './generated/resources';
import type { PostGroup } from './generated/models';
import type { SenderOptions } from './request-options';
import { Sender } from './sender';
import { waitUntilFinal, type WaitOptions } from './wait-until-final';

export type PosternOptions = SenderOptions;

/**
 * A gateway and a key of one of its workspaces. Cheap to make, safe to share, and there is nothing to close.
 *
 *     const postern = new Postern({ baseUrl: 'https://postern.internal', apiKey });
 *     const group = await postern.postGroups.create({ content: { text: 'Hello' }, targets: [{ accountId }] });
 *     const { status } = await postern.waitUntilFinal(group.id);
 */
export class Postern extends Resources {
  constructor(options: PosternOptions) {
    const { timeoutMs, totalTimeoutMs, maxRetries } = options;
    super(new Sender({ timeoutMs, totalTimeoutMs, maxRetries }, options));
  }

  /**
   * Waits until every post of a group has come to an end. Needs `publish:read`.
   *
   * @throws WaitTimeoutError with the group as last read
   */
  waitUntilFinal(groupId: string, options: WaitOptions<PostGroup> = {}): Promise<PostGroup> {
    return waitUntilFinal(
      {
        read: (signal, totalTimeoutMs) => this.postGroups.get(groupId, { signal, totalTimeoutMs }),
        listen: async (wake, signal) => {
          const options = { signal, onOpen: wake, onBreak: wake };
          for await (const _ of this.events.stream({ groupId }, options)) wake();
        },
      },
      options,
    );
  }
}
