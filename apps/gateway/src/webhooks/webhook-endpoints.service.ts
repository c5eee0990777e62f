import { Inject, Injectable } from '@nestjs/common';
import type { AddressGuard } from '@postern/provider-kit';
import { CONFIG, type Config } from '../config/config';
import { ADDRESS_GUARD } from '../connections/address-guard.provider';
import { newId } from '../database/ids';
import { canonicalJson } from '../http/canonical-json';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import { keepReply } from '../http/request-context';
import { requireActive, requireAddress, requireRoom, requireSecretsLeft } from './webhook-endpoint-rules';
import {
  endpointEntry,
  type EndpointRow,
  rotationEntry,
  sendingEntry,
  toEndpointDto,
} from './webhook-endpoint-view';
import {
  type CreateWebhookEndpointDto,
  DEFAULT_OVERLAP_SECONDS,
  type NewWebhookEndpointDto,
  type RotateWebhookSecretDto,
  type UpdateWebhookEndpointDto,
  type WebhookEndpointDto,
} from './webhook-endpoints.dto';
import {
  type EndpointState,
  type LockedEndpoints,
  WebhookEndpointsRepository,
} from './webhook-endpoints.repository';
import type { WebhookTestDto } from './webhook-replays.dto';
import { newWebhookSecret, sealWebhookSecret } from './webhook-secret';
import { deliverLastEvents } from './webhook-last-events';
import { WebhookWake } from './webhook-wake';

const HASH = filterHash({ list: 'webhook-endpoints' });
const TEST_MESSAGE = 'Somebody asked for a test of this endpoint.';

/** The endpoints of a workspace. Secrets are shown when they are made, and stored sealed. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    private readonly repository: WebhookEndpointsRepository,
    private readonly workers: WebhookWake,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(
    workspaceId: string,
    query: { limit: number; cursor?: string },
  ): Promise<Page<WebhookEndpointDto>> {
    const after = decodeCursor(query.cursor, HASH);
    const rows = await this.repository.list(workspaceId, { limit: query.limit, after });
    const position = (row: EndpointRow) => ({ at: row.position, id: row.id });
    return toPage(rows, { limit: query.limit, hash: HASH }, position, toEndpointDto);
  }

  async get(workspaceId: string, id: string): Promise<WebhookEndpointDto> {
    const row = await this.repository.find(workspaceId, id);
    if (row === null) throw notFound(id);
    return toEndpointDto(row);
  }

  /** It is told of what happens from now on. */
  async create(workspaceId: string, dto: CreateWebhookEndpointDto): Promise<NewWebhookEndpointDto> {
    requireAddress(dto.url, this.guard);
    const id = newId('we');
    const { secret, sealed } = this.newSecret(id);
    return this.repository.change(workspaceId, async (endpoints) => {
      requireRoom(await endpoints.count());
      const row = await endpoints.insert(id, newState(dto), sealed);
      await endpoints.audit(endpointEntry('create', null, row));
      return told(endpoints, { ...toEndpointDto(row), secret });
    });
  }

  async update(workspaceId: string, id: string, dto: UpdateWebhookEndpointDto): Promise<WebhookEndpointDto> {
    if (dto.url !== undefined) requireAddress(dto.url, this.guard);
    const { before, after } = await this.repository.change(workspaceId, async (endpoints) => {
      const found = await locked(endpoints, id);
      const state = changed(found, dto);
      if (isSame(found, state)) return { before: found, after: found };
      const woken = state.active && !found.active;
      if (woken && found.disabled_at)
        await deliverLastEvents(endpoints.em, { workspaceId, id }, found.disabled_at);
      await endpoints.update(id, state);
      // At another address nothing has failed yet.
      if (woken || state.url !== found.url) await endpoints.settle(id, woken);
      const row = await endpoints.existing(id);
      await endpoints.audit(endpointEntry('update', found, row));
      return { before: found, after: row };
    });
    if (after !== before && after.active) await this.workers.wake(id);
    return toEndpointDto(after);
  }

  /** With its deliveries, also those on their way. */
  async remove(workspaceId: string, id: string): Promise<void> {
    await this.repository.change(workspaceId, async (endpoints) => {
      const row = await locked(endpoints, id);
      await endpoints.remove(id);
      await endpoints.audit(endpointEntry('delete', row, null));
    });
  }

  /** Rotations of one endpoint happen one after the other. */
  async rotate(workspaceId: string, id: string, dto: RotateWebhookSecretDto): Promise<NewWebhookEndpointDto> {
    const overlapSeconds = dto.overlapSeconds ?? DEFAULT_OVERLAP_SECONDS;
    const { secret, sealed } = this.newSecret(id);
    return this.repository.change(workspaceId, async (endpoints) => {
      const before = await locked(endpoints, id);
      const { count, ends_at: endsAt } = await endpoints.liveSecrets(id, overlapSeconds);
      requireSecretsLeft(count, endsAt);
      const row = await endpoints.addSecret(id, sealed, overlapSeconds);
      await endpoints.audit(rotationEntry(before, row));
      return told(endpoints, { ...toEndpointDto(row), secret });
    });
  }

  /** Writes an event for this endpoint alone into the log, from where it goes the way of all others. */
  async test(workspaceId: string, id: string): Promise<WebhookTestDto> {
    return this.repository.change(workspaceId, async (endpoints) => {
      const row = await locked(endpoints, id);
      requireActive(row);
      const eventId = newId('evt');
      await endpoints.insertTest(eventId, { endpointId: id, message: TEST_MESSAGE });
      await endpoints.audit(sendingEntry('test', row, { eventId }));
      return told(endpoints, { eventId });
    });
  }

  private newSecret(id: string) {
    const secret = newWebhookSecret();
    return { secret, sealed: sealWebhookSecret(this.config.encryptionKeys, id, secret) };
  }
}

const DEFAULTS = {
  description: null,
  payload: 'full',
  format: 'standard',
  active: true,
} as const;

function newState(dto: CreateWebhookEndpointDto): EndpointState {
  return changed({ ...DEFAULTS, url: dto.url, events: ['*'] }, dto);
}

/** What was not given stays. */
function changed(stored: EndpointState, given: UpdateWebhookEndpointDto): EndpointState {
  return {
    url: given.url ?? stored.url,
    description: given.description === undefined ? stored.description : given.description,
    events: given.events ?? stored.events,
    payload: given.payload ?? stored.payload,
    format: given.format ?? stored.format,
    active: given.active ?? stored.active,
  };
}

function isSame(row: EndpointRow, state: EndpointState): boolean {
  return canonicalJson(changed(row, {})) === canonicalJson(state);
}

async function locked(endpoints: LockedEndpoints, id: string): Promise<EndpointRow> {
  const row = await endpoints.lock(id);
  if (row === null) throw notFound(id);
  return row;
}

/** Keeps the reply for repetitions of the request, and answers it. */
async function told<T>({ em }: LockedEndpoints, reply: T): Promise<T> {
  await keepReply(em, reply);
  return reply;
}

function notFound(id: string) {
  return problem.notFound(`webhook endpoint ${id}`);
}
