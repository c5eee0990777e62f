import type { PostGroupCommandResult } from '@postern/client';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { inZone } from '../../components/time';
import { texts } from '../../texts';

const words = texts.calendar;

interface Move {
  id: string;
  at: string;
}

/** Moves groups: shown at once, taken back where the gateway refuses. */
export function useReschedule(): {
  moved: ReadonlyMap<string, string>;
  move: (order: Move) => Promise<boolean>;
} {
  const [moved, setMoved] = useState<ReadonlyMap<string, string>>(new Map());
  const command = useCommand({
    run: ({ id, at }: Move) => postern.postGroups.reschedule(id, { scheduledAt: at }),
    changes: ['groups', 'posts', 'stats'],
    done: (result, { at }) => said(result, at),
  });
  const move = async (order: Move): Promise<boolean> => {
    if (Date.parse(order.at) <= Date.now()) {
      notifications.show({ title: words.pastTitle, message: words.newTimePast, color: 'red' });
      return false;
    }
    setMoved((all) => new Map(all).set(order.id, order.at));
    try {
      await command.mutateAsync(order);
      return true;
    } catch {
      // Told by the command.
      return false;
    } finally {
      setMoved((all) => new Map([...all].filter(([id]) => id !== order.id)));
    }
  };
  return { moved, move };
}

/** Some posts may have been too late for it. */
function said({ results }: PostGroupCommandResult, at: string): string {
  const rest = results.filter(({ result }) => result !== 'done' && result !== 'pending');
  if (rest.length === 0) return words.moved(inZone(at));
  const why = [...new Set(rest.map(({ result }) => words.outcomes[result]))].join(', ');
  return words.movedInPart(results.length - rest.length, inZone(at), why);
}
