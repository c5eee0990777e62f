import { Injectable } from '@nestjs/common';
import { JobRunner } from '../jobs/job-runner';
import { Loop } from '../jobs/loop';

/** A loop that is silent for three turns, and at least this long, does not do its work. */
const SILENT_MS = 15_000;
const SILENT_TURNS = 3;

/** What the loops of this process say of themselves, as it stands in the row of the worker. */
export interface LoopState {
  /** Milliseconds since the last turn that went well, by the loop's name. */
  loops: Record<string, number>;
  stalled: string[];
}

/** Proof that the loops of this process turn, and do not wait for something that never comes. */
@Injectable()
export class TurningLoops {
  constructor(private readonly jobs: JobRunner) {}

  state(): LoopState {
    const silences = Loop.running().map(({ name, everyMs, silentForMs }) => ({ name, everyMs, silentForMs }));
    silences.push({ name: 'Jobs', everyMs: 0, silentForMs: this.jobs.silentForMs });
    const late = silences.filter(
      ({ everyMs, silentForMs }) => silentForMs > Math.max(SILENT_MS, everyMs * SILENT_TURNS),
    );
    return {
      loops: Object.fromEntries(silences.map(({ name, silentForMs }) => [name, Math.round(silentForMs)])),
      stalled: [...new Set(late.map(({ name }) => name))],
    };
  }
}
