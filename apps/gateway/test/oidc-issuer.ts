/** A real OpenID provider in this process, and a browser that knows redirects and cookies. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export const CLIENT = { id: 'postern', secret: 'a-secret-of-the-spec' };

const PEOPLE: Record<string, object> = {
  alice: { name: 'Alice Example', groups: ['staff', 'publishers'] },
  bob: { name: 'Bob Example', groups: ['staff'] },
};

export interface Issuer {
  url: string;
  /** Who signs in next; `null`: whoever sits there cancels. */
  next: string | null;
  close(): Promise<void>;
}

/** Signs in whoever is next, without asking for anything. */
export async function startIssuer(redirectUri: string): Promise<Issuer> {
  let handler: RequestListener = (_request, reply) => void reply.writeHead(503).end();
  const server = createServer((request, reply) => handler(request, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: Issuer = {
    url,
    next: 'alice',
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  // It speaks of everything that a test would not do in production.
  for (const level of ['warn', 'info'] as const)
    jest.spyOn(console, level).mockImplementation(() => undefined);
  const provider = new Provider(url, configuration(redirectUri));
  const callback = provider.callback();
  handler = (request, reply) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, reply);
    const result =
      issuer.next === null
        ? { error: 'access_denied', error_description: 'Not today.' }
        : { login: { accountId: issuer.next } };
    void provider.interactionFinished(request, reply, result);
  };
  return issuer;
}

function configuration(redirectUri: string): Configuration {
  return {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['name'], groups: ['groups'] },
    cookies: { keys: ['spec'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
    loadExistingGrant: async (context) => {
      const { client, provider, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid profile groups');
      await grant.save();
      return grant;
    },
  };
}

export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  cookies(address: string): Map<string, string> {
    const { host } = new URL(address);
    const own = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, own);
    return own;
  }

  header(address: string): string {
    return [...this.cookies(address)].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request; its cookies are kept. */
  async get(address: string): Promise<{ status: number; to: string | null }> {
    const headers = { cookie: this.header(address) };
    const reply = await fetch(address, { redirect: 'manual', headers });
    await reply.arrayBuffer();
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies(address).delete(name!);
      else this.cookies(address).set(name!, value!);
    }
    const location = reply.headers.get('location');
    return { status: reply.status, to: location === null ? null : new URL(location, address).href };
  }

  /** Goes where it is led, until the next address would begin with `until`. @returns that address */
  async follow(address: string, until: string): Promise<string> {
    let at = address;
    for (let steps = 0; steps < 10; steps += 1) {
      const { status, to } = await this.get(at);
      if (to === null) throw new Error(`${at} leads nowhere: ${status}.`);
      if (to.startsWith(until)) return to;
      at = to;
    }
    throw new Error(`${address} never leads to ${until}.`);
  }
}
