import {
  ConflictError,
  NetworkError,
  type PostGroup,
  TimeoutError,
  ValidationError,
  type Issue,
} from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import type { Draft } from './draft';
import { createBody, updateBody } from './draft-body';
import { type Intention, intentionFor } from './intention';

/** What was last read or saved, against which unsaved changes are told. */
export interface Baseline {
  group: PostGroup | null;
  draft: Draft;
}

export type Order = 'save' | 'send';

interface SendingInput {
  draft: Draft;
  baseline: Baseline;
  dirty: boolean;
  /** Of an earlier page, that may have been heard. */
  intention: Intention | null;
  onIntention: (intention: Intention) => void;
  /** Something is stored, though perhaps not yet all that was asked for. */
  onSaved: (group: PostGroup, draft: Draft) => void;
  onDone: (group: PostGroup, order: Order) => void;
}

export interface Sending {
  send: (order: Order) => void;
  busy: Order | null;
  error: Error | null;
  /** Fields that were refused. */
  refused: readonly Issue[];
  /** No reply came: it may have been done. */
  doubtful: boolean;
  /** The group as it is, where that is why it was refused. */
  conflict: PostGroup | null;
  reset: () => void;
}

/** Saves or publishes what was written; a refusal loses nothing of it. */
export function useSending(input: SendingInput): Sending {
  const [order, setOrder] = useState<Order | null>(null);
  const command = useCommand<Order, PostGroup>({
    run: (asked) => perform(asked, input),
    changes: ['groups', 'posts', 'stats', 'media'],
    quiet: true,
    onDone: input.onDone,
  });
  const { error } = command;
  return {
    send: (asked) => {
      if (command.isPending) return;
      setOrder(asked);
      command.mutate(asked);
    },
    busy: command.isPending ? order : null,
    error,
    refused: error instanceof ValidationError ? error.issues : NOTHING,
    doubtful: error instanceof NetworkError || error instanceof TimeoutError,
    conflict: error instanceof ConflictError ? groupOf(error) : null,
    reset: command.reset,
  };
}

const NOTHING: readonly Issue[] = [];

async function perform(order: Order, input: SendingInput): Promise<PostGroup> {
  const { draft, baseline, dirty, onSaved } = input;
  const { group } = baseline;
  if (group === null) return create(order, input);
  let current = group;
  if (dirty) {
    current = await postern.postGroups.update(group.id, updateBody(draft, baseline.draft), {
      ifMatch: group.version,
    });
    onSaved(current, draft);
  }
  if (order === 'save' || current.status !== 'draft') return current;
  const intention = intended(input, { publish: current.id, version: current.version });
  return postern.postGroups.publish(
    current.id,
    {},
    { ifMatch: current.version, idempotencyKey: intention.key },
  );
}

async function create(order: Order, input: SendingInput): Promise<PostGroup> {
  const body = createBody(input.draft, order === 'save');
  const { key } = intended(input, body);
  const group = await postern.postGroups.create(body, { idempotencyKey: key });
  input.onSaved(group, input.draft);
  return group;
}

function intended({ intention, onIntention }: SendingInput, request: unknown): Intention {
  const next = intentionFor(intention, request);
  onIntention(next);
  return next;
}

/** The refusal shows the group. */
function groupOf({ problem }: ConflictError): PostGroup | null {
  const group = problem?.group as PostGroup | undefined;
  return group ?? null;
}
