import type { JsonObject } from '@postern/core';
import { DEFAULT_BASE_URL } from './layers-descriptor';

export interface LayersConfig {
  apiKey: string;
  /** Ends in `/v1`. */
  baseUrl: string;
  organizationId: string | null;
  projectId: string | null;
}

/** The configuration that `layersDescriptor.configSchema` describes; the gateway has validated it. */
export function layersConfig(credentials: Readonly<JsonObject>): LayersConfig {
  const given = textOf(credentials.baseUrl) ?? DEFAULT_BASE_URL;
  const root = given.replace(/\/+$/, '').replace(/\/v1$/, '');
  return {
    apiKey: textOf(credentials.apiKey) ?? '',
    baseUrl: `${root}/v1`,
    organizationId: textOf(credentials.organizationId),
    projectId: textOf(credentials.projectId),
  };
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
