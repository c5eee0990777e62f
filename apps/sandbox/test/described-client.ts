import { startSandbox, type DescribedChoice, type DescribedName, type SandboxOptions } from '../src';
import { JsonClient } from './json-client';

export interface DescribedSeeds {
  readonly baseUrl: string;
  readonly hostUrl: string;
  readonly apiKey: string;
  readonly accounts: { id: string; platform: string; handle: string; status: string }[];
  readonly [extra: string]: unknown;
}

/** One described upstream, called with plain HTTP in its own way of telling who calls. */
export class DescribedClient extends JsonClient {
  constructor(
    sandbox: JsonClient['sandbox'],
    readonly name: DescribedName,
    readonly seeds: DescribedSeeds,
    header: (key: string) => Record<string, string>,
  ) {
    super(sandbox, seeds.baseUrl, header(seeds.apiKey));
  }

  /** The first connected account there, or the one that has lost its token. */
  account(platform: string, status = 'connected') {
    const found = this.seeds.accounts.find(
      (account) => account.platform === platform && account.status === status,
    );
    if (found === undefined) throw new Error(`No ${status} account on ${platform}.`);
    return found;
  }

  published(text: string) {
    return this.sandbox.network.entries({ upstream: this.name, text });
  }

  /** Lets everything under way end. */
  settle(): void {
    this.skip(2_000, 2_000, 2_000, 2_000);
  }
}

/** A sandbox whose time stands still, with that upstream alone described. */
export async function startDescribed(
  choice: DescribedChoice,
  header: (key: string) => Record<string, string>,
  options: SandboxOptions = {},
): Promise<DescribedClient> {
  const sandbox = await startSandbox({ frozen: true, described: [choice], ...options });
  const name = typeof choice === 'string' ? choice : choice.name;
  return new DescribedClient(sandbox, name, sandbox.seeds()[name] as DescribedSeeds, header);
}
