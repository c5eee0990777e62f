import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { problem } from '../http/problem';
import {
  HookRegistrationsRepository,
  type Turn,
  TurnLostError,
  type TurnTaken,
} from './hook-registrations.repository';

/** A process that dies in the middle delays the next one this much; who lives renews in time. */
const TURN_SECONDS = 6;
const RENEW_MS = 2_000;
/** Longer than a turn of somebody who has died, so that a repetition heals it. */
const WAIT_MS = 12_000;
const LOOK_EVERY_MS = 150;

/**
 * Whoever changes what is registered upstream does so one after another, whichever process they are in: two at once
 * would leave two registrations behind, or the secret of neither. No transaction is open while the upstream is asked.
 */
@Injectable()
export class RegistrationTurns {
  private readonly logger = new Logger('Hooks');

  constructor(private readonly repository: HookRegistrationsRepository) {}

  /**
   * Waits for its turn, and does the work in it.
   *
   * @param take as the repository has it; `null` = somebody else has the turn
   * @throws ProblemError CONFLICT where others take too long, or took the turn away
   */
  async run<Taken extends TurnTaken | 'nothing', T>(
    of: { workspaceId: string; connectionId: string },
    take: (turn: Turn, seconds: number) => Promise<Taken | null>,
    work: (turn: Turn, taken: Taken) => Promise<T>,
  ): Promise<T> {
    const turn: Turn = { ...of, holder: randomBytes(12).toString('hex') };
    const taken = await this.taken(turn, take);
    const renewing = setInterval(() => {
      this.repository.renew(turn, TURN_SECONDS).catch((error: unknown) => {
        this.logger.warn(`The turn of ${turn.connectionId} could not be renewed: ${String(error)}`);
      });
    }, RENEW_MS);
    try {
      return await work(turn, taken);
    } catch (error) {
      if (error instanceof TurnLostError) throw busy();
      throw error;
    } finally {
      clearInterval(renewing);
      await this.repository.giveBack(turn).catch((error: unknown) => {
        this.logger.warn(`The turn of ${turn.connectionId} runs out by itself: ${String(error)}`);
      });
    }
  }

  private async taken<Taken>(
    turn: Turn,
    take: (turn: Turn, seconds: number) => Promise<Taken | null>,
  ): Promise<Taken> {
    const until = performance.now() + WAIT_MS;
    for (;;) {
      const taken = await take(turn, TURN_SECONDS);
      if (taken !== null) return taken;
      if (performance.now() > until) throw busy();
      await pause(LOOK_EVERY_MS);
    }
  }
}

const busy = () =>
  problem.conflict('The registration is being changed by another request. Repeat this one in a moment.');
