import type { LayersParts } from './endpoint';
import type { Project } from './model';

/** Containers of the project that were reviewed, approved or rejected: what `review_first_n` counts. */
export function leftPending({ containers }: LayersParts, { id }: Project): number {
  return containers
    .ofProject(id)
    .filter(({ approvalStatus }) => approvalStatus === 'approved' || approvalStatus === 'rejected').length;
}

export function pendingCount({ containers }: LayersParts, { id }: Project): number {
  return containers.ofProject(id).filter(({ approvalStatus }) => approvalStatus === 'pending').length;
}
