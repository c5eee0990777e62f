import type { PostGroup } from '@postern/client';
import type { Session } from './commands/command';
import { EXIT, type ExitStatus } from './exit-status';
import { countsOf, groupLines, LiveTable, outcomeOf } from './group-table';

/** Waits for the end of a group and shows its way there: a table that moves, or a line per change. */
export async function follow(session: Session, groupId: string, timeoutMs: number): Promise<PostGroup> {
  const { postern, terminal, json } = session;
  const live = new LiveTable(terminal);
  const told = new Map<string, string>();
  const show = (group: PostGroup) => {
    if (json) return;
    if (terminal.live) live.draw(groupLines(group, terminal));
    else tellChanges(session, group, told);
  };
  return postern.waitUntilFinal(groupId, { timeoutMs, signal: terminal.signal, onChange: show });
}

function tellChanges({ print }: Session, group: PostGroup, told: Map<string, string>): void {
  for (const post of group.posts) {
    if (told.get(post.id) === post.status) continue;
    told.set(post.id, post.status);
    print(
      [post.id, post.platform, post.handle ?? post.accountId, post.status, outcomeOf(post)]
        .join('\t')
        .trimEnd(),
    );
  }
  if (told.get(group.id) !== group.status)
    print([group.id, 'group', group.status, countsOf(group)].join('\t'));
  told.set(group.id, group.status);
}

export const verdictOn = ({ status }: PostGroup): ExitStatus =>
  status === 'failed' || status === 'partially_published' ? EXIT.failed : EXIT.ok;
