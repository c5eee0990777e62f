import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  ProviderCallError,
  type PublishError,
  type WebhookRegistration,
  type WebhookRemoval,
} from '@postern/core';
import { auditRow, AUDIT_INSERT } from '../audit/audit-entry';
import { CONFIG, type Config } from '../config/config';
import { CallersConnections } from '../connections/callers-connections';
import type { OpenConnection } from '../connections/connection-contexts';
import { ConnectionsRepository } from '../connections/connections.repository';
import { HookSecrets } from '../connections/hook-secrets';
import { problem, ProblemError } from '../http/problem';
import { keepReply } from '../http/request-context';
import type { UpstreamTime } from '../http/upstream-time';
import { addressToRegister, hookAddress } from './hook-address';
import type { WebhookRegistrationDto } from './hook-registrations.dto';
import {
  HookRegistrationsRepository,
  type NewSecret,
  type RegistrationRow,
  type Turn,
  TurnLostError,
} from './hook-registrations.repository';
import { RegistrationTurns } from './registration-turns';

/** What an upstream had signed with the secret before, and was sending just then, is still taken. */
const ON_ITS_WAY_SECONDS = 60;

/** Has the providers of connections call us, through their own APIs, and takes that back. */
@Injectable()
export class HookRegistrationsService {
  private readonly logger = new Logger('Hooks');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly connections: ConnectionsRepository,
    private readonly callers: CallersConnections,
    private readonly repository: HookRegistrationsRepository,
    private readonly turns: RegistrationTurns,
    private readonly secrets: HookSecrets,
  ) {}

  /** Registers our address, or gets a new secret for it where it is registered. Repeating it heals what broke off. */
  async register(
    workspaceId: string,
    connectionId: string,
    given: string | null,
    upstream: UpstreamTime,
  ): Promise<WebhookRegistrationDto> {
    const open = await this.callers.open(workspaceId, connectionId, upstream);
    const registration = open.provider.webhooks?.registration;
    if (registration === undefined) throw this.byHand(open);
    const url = addressToRegister(given, this.config.publicUrl, connectionId);
    const owner = { workspaceId, connectionId };
    return this.turns.run(
      owner,
      (turn, seconds) => this.repository.take(turn, url, seconds),
      async (turn, { registered, begun }) => {
        const before = registered === null ? null : toDto(registered);
        const registrationId = registered?.upstream_id ?? null;
        const result = await orRejected(registration.register(open.context, { url, registrationId }));
        if (result.outcome === 'rejected') {
          if (begun && !result.error.retryable) await this.repository.abandon(turn);
          throw refusedBy(open, result.error);
        }
        const overlapSeconds = Math.max(result.overlapSeconds, ON_ITS_WAY_SECONDS);
        const sealed = this.secrets.seal(result.secret, owner);
        const secret = { url, upstreamId: result.registrationId, sealed, overlapSeconds };
        try {
          return await this.keep(turn, secret, before);
        } catch (error) {
          if (error instanceof TurnLostError)
            await this.leaveNothing(open, registration, result.registrationId);
          throw error;
        }
      },
    );
  }

  private keep(
    turn: Turn,
    secret: NewSecret,
    before: WebhookRegistrationDto | null,
  ): Promise<WebhookRegistrationDto> {
    const { workspaceId, connectionId } = turn;
    return this.repository.store(turn, secret, async (row, em) => {
      const after = toDto(row);
      const action = 'connection.register_webhooks';
      const entry = auditRow({ workspaceId, action, subjectId: connectionId, before, after });
      await em.query(AUDIT_INSERT, [JSON.stringify([entry])]);
      await keepReply(em, after);
      return after;
    });
  }

  /** The connection was deleted while its provider was asked: nobody else knows of what was made there. */
  private async leaveNothing(
    open: OpenConnection,
    registration: WebhookRegistration,
    registrationId: string,
  ): Promise<void> {
    const { id, workspaceId } = open.connection;
    if (await this.connections.find(workspaceId, id)) return;
    const removal = await orRejected<WebhookRemoval>(registration.remove(open.context, registrationId));
    if (removal.outcome === 'rejected') this.left(id, registrationId, removal.error.message);
    throw problem.notFound(`connection ${id}`);
  }

  /**
   * Takes it back. What is not registered needs nothing.
   *
   * @param force forget it here, whatever the provider says
   */
  async remove(
    workspaceId: string,
    connectionId: string,
    force: boolean,
    upstream: UpstreamTime,
  ): Promise<void> {
    const owner = { workspaceId, connectionId };
    const open = await this.callers.open(workspaceId, connectionId, upstream).catch((error: unknown) => {
      if (force && error instanceof ProblemError && error.code === 'CONFLICT') return null;
      throw error;
    });
    const begun = await this.turns.run(
      owner,
      (turn, seconds) => this.repository.takeExisting(turn, seconds),
      async (turn, taken) => {
        if (taken === 'nothing') return null;
        const { registered, url } = taken;
        if (registered === null && !force) return url;
        if (registered !== null) await this.takeBack(open, connectionId, registered.upstream_id, force);
        const before = registered === null ? { url } : toDto(registered);
        const action = 'connection.remove_webhooks';
        const entry = auditRow({ workspaceId, action, subjectId: connectionId, before, after: null });
        await this.repository.forget(turn, [entry]);
        return null;
      },
    );
    if (begun === null) return;
    // What was begun and never ended is found by asking for it once more; kept, so that nothing is made twice.
    await this.register(workspaceId, connectionId, begun, upstream);
    await this.remove(workspaceId, connectionId, force, upstream);
  }

  private async takeBack(
    open: OpenConnection | null,
    connectionId: string,
    registrationId: string,
    force: boolean,
  ): Promise<void> {
    const registration = open?.provider.webhooks?.registration;
    if (open === null || registration === undefined) {
      return this.left(connectionId, registrationId, 'it cannot be asked.');
    }
    const result: WebhookRemoval = await orRejected(registration.remove(open.context, registrationId));
    if (result.outcome === 'done') return;
    if (!force) throw refusedBy(open, result.error, ' With force=true it is forgotten here.');
    this.left(connectionId, registrationId, result.error.message);
  }

  private left(connectionId: string, registrationId: string, why: string): void {
    this.logger.warn(`The registration ${registrationId} of ${connectionId} is left at its provider: ${why}`);
  }

  private byHand({ provider, connection }: OpenConnection): ProblemError {
    const { name, configSchema } = provider.descriptor;
    if (provider.webhooks === undefined)
      return problem.conflict(`${name} sends no webhooks that we could take.`);
    const address =
      hookAddress(this.config.publicUrl, connection.id) ??
      `/hooks/${connection.id} of this gateway’s address`;
    const secret = Object.hasOwn(configSchema.properties, 'webhookSecrets')
      ? ` and put the secret that it shows into the connection’s credential webhookSecrets`
      : '';
    return problem.conflict(
      `${name} has no API by which webhooks are registered. Enter ${address} there by hand${secret}.`,
    );
  }
}

async function orRejected<T>(asked: Promise<T>): Promise<T | { outcome: 'rejected'; error: PublishError }> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProviderCallError) return { outcome: 'rejected', error: error.error };
    throw error;
  }
}

function refusedBy({ provider }: OpenConnection, error: PublishError, rest = ''): ProblemError {
  const detail = `${provider.descriptor.name} did not do it: ${error.message}${rest}`;
  return error.retryable
    ? problem.unavailable(detail, undefined, { error })
    : problem.conflict(detail, { error });
}

export function toDto(row: RegistrationRow): WebhookRegistrationDto {
  return {
    url: row.url,
    registrationId: row.upstream_id,
    registeredAt: row.registered_at.toISOString(),
    rotatedAt: row.rotated_at.toISOString(),
    previousSecretExpiresAt: row.previous_secret_expires_at?.toISOString() ?? null,
  };
}
