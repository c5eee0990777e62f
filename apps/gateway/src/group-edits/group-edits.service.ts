import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { problem } from '../http/problem';
import { keepReply } from '../http/request-context';
import { staleVersion } from '../http/version-tag';
import { capabilitiesOf } from '../post-commands/command-target';
import { CommandWriter } from '../post-commands/command-writer';
import { isLostTurn } from '../post-commands/commands.service';
import { TargetsRepository } from '../post-commands/targets.repository';
import { editedEntry } from '../post-groups/group-entries';
import { createIssues, storedMediaOf } from '../post-groups/create-rules';
import type { PostGroupView } from '../post-groups/post-group-view';
import { PostGroupsService } from '../post-groups/post-groups.service';
import { scheduledAtIssues, waitingStatus } from '../posts/hand-over';
import { editRefusal, openPosts, publishRefusal, type EditableGroup } from './editable-group';
import { editEffects } from './edit-effects';
import { changesNothing, editedDto, planPublish, planUpdate, type GroupEdit } from './group-edit';
import { GroupEditsRepository } from './group-edits.repository';
import type { PublishDto, UpdatePostGroupDto } from './update-post-group.dto';

/** Each lost turn means that somebody else changed the group. */
const MAX_TURNS = 10;

/** Removed and canceled posts stay in the group; this many are a caller that edits without end. */
const MAX_POSTS = 1_000;

/** Somebody changed the group between the look and the lock: look again. */
class GroupMovedError extends Error {
  override readonly name = 'GroupMovedError';
}

/** The state does not allow the edit; said with the group as it then is. */
class EditRefusedError extends Error {
  override readonly name = 'EditRefusedError';
}

interface Order {
  refusal: (group: EditableGroup) => string | null;
  /** Everything that the caller's order breaks is thrown here, before anything is locked. */
  plan: (group: EditableGroup) => Promise<GroupEdit>;
  /** Versions of which the group must have one; `null`: any. */
  versions: number[] | null;
}

/** Edits a group while nothing of it was sent, and sends drafts: all of it, or nothing. */
@Injectable()
export class GroupEditsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: GroupEditsRepository,
    private readonly groups: PostGroupsService,
    private readonly targets: TargetsRepository,
    private readonly writer: CommandWriter,
  ) {}

  /** @throws ProblemError NOT_FOUND, VALIDATION, or CONFLICT with the group */
  update(
    workspaceId: string,
    id: string,
    patch: UpdatePostGroupDto,
    versions: number[] | null,
  ): Promise<PostGroupView> {
    return this.edit(workspaceId, id, {
      refusal: editRefusal,
      versions,
      plan: async (group) => {
        const dto = editedDto(group, patch);
        const input = await this.groups.inputOf(workspaceId, dto);
        const issues = createIssues(input);
        if (issues.length > 0) throw problem.validation(issues);
        return planUpdate(group, patch, input);
      },
    });
  }

  /** @throws ProblemError NOT_FOUND, VALIDATION, or CONFLICT with the group where it is no draft */
  publish(
    workspaceId: string,
    id: string,
    order: PublishDto,
    versions: number[] | null,
  ): Promise<PostGroupView> {
    return this.edit(workspaceId, id, {
      refusal: publishRefusal,
      versions,
      plan: async (group) => {
        const edit = planPublish(group, order);
        const input = await this.groups.inputOf(workspaceId, editedDto(group, {}));
        const times = edit.kept.flatMap(({ scheduledAt }) => scheduledAt?.toISOString() ?? []);
        const issues = [...new Set(times)]
          .flatMap((time) =>
            scheduledAtIssues(time, input.now, 'name another time, or null to publish at once'),
          )
          .slice(0, 1);
        if (issues.length === 0) issues.push(...createIssues(input));
        if (issues.length > 0) throw problem.validation(issues);
        return edit;
      },
    });
  }

  private async edit(workspaceId: string, id: string, order: Order): Promise<PostGroupView> {
    for (let turn = 1; ; turn += 1) {
      const group = await this.repository.read(workspaceId, id);
      if (group === null) throw problem.notFound(`post group ${id}`);
      const { view } = group;
      const refusal = refusalOf(group, order);
      if (refusal !== null) throw problem.conflict(refusal, { group: view });
      const edit = await order.plan(group);
      if (group.posts.length + edit.added.length > MAX_POSTS) throw tooMany();
      if (edit.kind === 'update' && changesNothing(group, edit)) return view;
      try {
        return await this.dataSource.transaction((em) => this.write(em, group, edit, order));
      } catch (error) {
        if (error instanceof EditRefusedError) {
          throw problem.conflict(error.message, { group: await this.groups.get(workspaceId, id) });
        }
        if (!(error instanceof GroupMovedError) && !isLostTurn(error)) throw error;
        if (turn === MAX_TURNS) throw problem.conflict('The group changes all the time.', { group: view });
      }
    }
  }

  private async write(
    em: EntityManager,
    before: EditableGroup,
    edit: GroupEdit,
    order: Order,
  ): Promise<PostGroupView> {
    const { id, workspaceId } = before;
    const at = await this.lock(em, before, edit, order);
    const sends = edit.kind === 'publish' || before.view.status !== 'draft';
    if (sends) await this.refuseDuplicates(em, before, edit);
    if (edit.group !== null) await this.repository.writeGroup(em, id, edit.group);
    // Gone since the look: the next one says so.
    if (!(await this.repository.useMedia(em, before, neededMedia(before, edit)))) throw new GroupMovedError();
    const { scheduledAt } = edit.group ?? before;
    await this.repository.writePosts(em, before, edit, sends ? waitingStatus(scheduledAt, at) : 'draft');
    const touched = [...edit.kept.filter((post) => post.updated || post.moved), ...edit.added];
    const ids = [...touched.map((post) => post.id), ...edit.removed];
    const { targets, now } = await this.targets.lock(em, ids);
    const edited = targets.map((target) => ({ target, capabilities: capabilitiesOf(target) }));
    await this.writer.write(em, editEffects(edit, edited, sends, now));
    if (ids.length === 0) await this.repository.raiseVersion(em, id);
    if (edit.kind === 'publish') await this.repository.accept(em, id, ids);
    const after = await this.repository.read(workspaceId, id, em);
    if (after === null) throw new Error(`${id} is locked and cannot be gone.`);
    await this.repository.audit(em, editedEntry(workspaceId, edit.kind, before.view, after.view));
    await keepReply(em, after.view);
    return after.view;
  }

  /** From here on nobody claims, commands or changes the group. @returns the database's clock */
  private async lock(
    em: EntityManager,
    before: EditableGroup,
    { added }: GroupEdit,
    { refusal }: Order,
  ): Promise<Date> {
    const connections = [...new Set(added.map(({ account }) => account.connectionId))];
    if (!(await this.repository.holdConnections(em, connections))) throw new GroupMovedError();
    const { now } = await this.targets.lock(
      em,
      before.posts.map((post) => post.id),
    );
    const current = await this.repository.read(before.workspaceId, before.id, em);
    // A claim raises no version: it shows by what is refused.
    if (current === null || current.view.version !== before.view.version) throw new GroupMovedError();
    const refused = refusal(current);
    if (refused !== null) throw new EditRefusedError(refused);
    return new Date(now);
  }

  /** Only where the group was created with a window. */
  private async refuseDuplicates(em: EntityManager, group: EditableGroup, edit: GroupEdit): Promise<void> {
    if (group.duplicateWindowSeconds === null) return;
    const contents = [
      ...edit.kept.filter(({ rewritten }) => rewritten),
      ...edit.added.map((post) => ({ ...post, accountId: post.account.id })),
    ].map(({ accountId, content }) => ({ accountId, content }));
    if (contents.length === 0) return;
    const postIds = await this.repository.duplicates(em, group, contents);
    if (postIds.length > 0) throw await this.groups.duplicates(group.workspaceId, postIds);
  }
}

function refusalOf(group: EditableGroup, { versions, refusal }: Order): string | null {
  return staleVersion('group', group.view.version, versions) ?? refusal(group);
}

/** Ids of the stored media of everything that the group can still send. */
function neededMedia(before: EditableGroup, { group, kept, added, removed }: GroupEdit): string[] {
  const edited = new Set([...kept.map(({ id }) => id), ...removed]);
  const others = openPosts(before).filter(({ id }) => !edited.has(id));
  const contents = [
    (group ?? before).content,
    ...[...kept, ...added, ...others].map(({ content }) => content),
  ];
  return storedMediaOf(contents);
}

function tooMany() {
  const message = `A group keeps at most ${MAX_POSTS} posts, those of removed targets included.`;
  return problem.validation([{ path: 'targets', rule: 'targets.kept', message }]);
}
