/** The descriptor follows from what the manifest contains; nothing in it is declared by hand. */
import type { ProviderCapabilities, ProviderDescriptor } from '@postern/core';
import type { Manifest } from './manifest-schema';
import { statusTable } from './status-map';

export function genericDescriptor(manifest: Manifest): ProviderDescriptor {
  return {
    id: `generic:${manifest.id}`,
    name: manifest.name,
    docsUrl: manifest.docs,
    configSchema: {
      type: 'object',
      properties: manifest.connection.properties,
      required: manifest.connection.required,
      additionalProperties: false,
    },
    platforms: Object.entries(manifest.platforms).map(([platform, { rules }]) => ({ platform, rules })),
    capabilities: capabilities(manifest),
    rateBudgets: manifest.rateBudgets,
    pollCadence: manifest.pollCadence,
    statusTable: statusTable(manifest),
  };
}

function capabilities(manifest: Manifest): ProviderCapabilities {
  const { operations, idempotency } = manifest;
  const means = new Set(Object.values(statusTable(manifest)));
  const hasKeys = idempotency.kind !== 'none';
  return {
    scheduling: manifest.scheduling !== undefined,
    schedulingMaxAheadSeconds: manifest.scheduling?.maxAheadSeconds ?? null,
    cancel: operations.cancelPost !== undefined,
    reschedule: operations.reschedulePost !== undefined,
    approval: means.has('pending_approval'),
    webhooks: manifest.webhooks !== undefined,
    handOff: means.has('handed_off'),
    mediaUpload: manifest.media.upload !== undefined,
    unknownResolution: unknownResolution(manifest),
    idempotencyWindowSeconds: hasKeys ? idempotency.windowSeconds : null,
  };
}

/** A key that an upstream knows for minutes ends few doubts: a look ends more, if an absence can ever count. */
const SHORT_WINDOW_SECONDS = 3_600;

function unknownResolution({
  operations,
  idempotency,
  find,
}: Manifest): ProviderCapabilities['unknownResolution'] {
  if (operations.releasePost) return 'checkpoint';
  const hasKeys = idempotency.kind !== 'none';
  const isShort = hasKeys && idempotency.windowSeconds < SHORT_WINDOW_SECONDS;
  const provesAbsence = find?.absence === 'proves' || find?.absence === 'at_once';
  if (hasKeys && !(isShort && provesAbsence)) return 'idempotency_key';
  return find ? 'lookup' : 'operator';
}
