import type { LayersParts } from './endpoint';
import type { Project } from './model';

/** Containers of the project that were reviewed, approved or rejected: what `review_first_n` counts. */
export function leftPending({ state }: LayersParts, project: Project): number {
  return Object.values(state.value.containers).filter(
    ({ projectId, approvalStatus }) =>
      projectId === project.id && (approvalStatus === 'approved' || approvalStatus === 'rejected'),
  ).length;
}

export function pendingCount({ state }: LayersParts, project: Project): number {
  return Object.values(state.value.containers).filter(
    ({ projectId, approvalStatus }) => projectId === project.id && approvalStatus === 'pending',
  ).length;
}
