import { derivedFrom, type Slice } from '../frame/state-store';
import type { Container, ContainerFile, LayersState } from './model';

interface Slot {
  readonly container: Container;
  readonly file: ContainerFile;
}

interface Index {
  readonly byProject: Map<string, Container[]>;
  /** Where direct uploads go, by storage token. */
  readonly slots: Map<string, Slot>;
}

/** Every container, found without a look at the others. */
export class Containers {
  private readonly index: () => Index;

  constructor(private readonly state: Slice<LayersState>) {
    this.index = derivedFrom(state, ({ containers }) => {
      const index: Index = { byProject: new Map(), slots: new Map() };
      for (const container of Object.values(containers)) note(index, container);
      return index;
    });
  }

  add(container: Container): void {
    const index = this.index();
    this.state.value.containers[container.id] = container;
    note(index, container);
  }

  /** Oldest first. */
  ofProject(projectId: string): readonly Container[] {
    return this.index().byProject.get(projectId) ?? [];
  }

  slot(storageToken: string): Slot | undefined {
    return this.index().slots.get(storageToken);
  }
}

function note({ byProject, slots }: Index, container: Container): void {
  const siblings = byProject.get(container.projectId);
  if (siblings === undefined) byProject.set(container.projectId, [container]);
  else siblings.push(container);
  for (const file of container.files) {
    if (file.storageToken !== null) slots.set(file.storageToken, { container, file });
  }
}
