import type { PostGroup } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { queryClient } from '../../api/queries';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { emptyDraft } from './draft';
import { ComposeEditor } from './editor';
import { draftOf } from './group-draft';

const route = getRouteApi('/compose');
const words = texts.compose;

const groupKey = (id: string) => ['groups', id, 'edited'] as const;

export function ComposePage() {
  const { group: groupId, scheduledAt = null } = route.useSearch();
  const navigate = route.useNavigate();
  // The group that the editor on show has made: it goes on with it, and nothing is read anew below a person's hands.
  const [made, setMade] = useState<{ id: string; editor: string } | null>(null);
  const isMade = groupId !== undefined && groupId === made?.id;
  // Coming to “new” from a group begins another editor; saving a new one stays in the one on show.
  const [{ last, fresh }, setShown] = useState({ last: groupId, fresh: 0 });
  if (groupId !== last) setShown({ last: groupId, fresh: groupId === undefined ? fresh + 1 : fresh });
  const editor = isMade ? made.editor : (groupId ?? `new ${fresh}`);
  const group = useQuery({
    queryKey: groupKey(groupId ?? ''),
    queryFn: ({ signal }) => postern.postGroups.get(groupId ?? '', { signal }),
    enabled: groupId !== undefined,
  });
  const onCreated = (created: PostGroup): Promise<void> => {
    queryClient.setQueryData(groupKey(created.id), created);
    setMade({ id: created.id, editor });
    return navigate({ search: { group: created.id }, replace: true });
  };
  return (
    <Page title={titleOf(groupId === undefined ? null : group.data)}>
      <ScopeGate scope="publish:write">
        <ScopeGate scope="accounts:read">
          {groupId === undefined || isMade ? (
            <ComposeEditor
              key={editor}
              initial={emptyDraft(scheduledAt)}
              current={group.data ?? null}
              onCreated={onCreated}
            />
          ) : (
            <Loaded query={group} skeletonHeight={900}>
              {(data) => (
                <ComposeEditor key={editor} initial={draftOf(data)} current={data} onCreated={onCreated} />
              )}
            </Loaded>
          )}
        </ScopeGate>
      </ScopeGate>
    </Page>
  );
}

/** @param group null for a new one, undefined while it is read */
function titleOf(group: PostGroup | null | undefined): string {
  if (group === null || group === undefined) return words.titleNew;
  return group.status === 'draft' ? words.titleDraft : words.titleWaiting;
}
