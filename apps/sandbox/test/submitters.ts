import type { RunningSandbox } from '../src';
import { LayersClient } from './layers-client';
import { PostatoClient } from './postato-client';
import { PostpostClient } from './postpost-client';

export const UPSTREAMS = ['layers', 'postpost', 'postato'] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** The call of each upstream that submits a post. */
export const SUBMIT: Readonly<Record<Upstream, string>> = {
  layers: 'layers.publish',
  postpost: 'postpost.create-post',
  postato: 'postato.create',
};

/** Submits a post to be published now; the answer is unread, so that a test may look at how it breaks. */
export async function submit(sandbox: RunningSandbox, upstream: Upstream, text: string): Promise<Response> {
  switch (upstream) {
    case 'layers': {
      const layers = new LayersClient(sandbox);
      const { seeds } = layers;
      const container = await layers.upload(text);
      const targets = [{ socialAccountId: layers.tiktok, mode: 'publish' }];
      return send(`${seeds.baseUrl}/v1/content/${container}/publish`, bearer(seeds.apiKey), { targets });
    }
    case 'postpost': {
      const { seeds } = new PostpostClient(sandbox);
      const body = { content: text, platforms: [seeds.accounts[0]], scheduledTime: sandbox.clock.iso() };
      return send(`${seeds.baseUrl}/create-post`, { 'x-api-key': seeds.apiKey }, body);
    }
    case 'postato': {
      const client = new PostatoClient(sandbox);
      const { seeds } = client;
      const account = { platform: 'twitter', accountId: client.account('twitter'), postType: 'tweet' };
      const body = { ...account, status: 'publish', content: text };
      return send(`${seeds.baseUrl}${client.home}/posts`, bearer(seeds.apiKey), body);
    }
  }
}

function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}

function send(url: string, headers: Record<string, string>, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
}

/** Texts on all networks, oldest first. */
export function shownTexts(sandbox: RunningSandbox): string[] {
  sandbox.tick();
  return sandbox.network.entries().map(({ text }) => text);
}
