import { seedId } from './ids';
import type { ApiKey, LayersPlatform, LayersState, SocialAccount, Vocabulary } from './model';

const SEEDED_AT = '2026-06-01T08:00:00.000Z';
const TOKENS_EXPIRE_AT = '2036-06-01T08:00:00.000Z';
/** 43 base64url characters, the length of a real secret. */
const secretPart = (letter: string): string => `sandbox-${letter.repeat(35)}`;

/** One organisation, one project, two accounts per platform, three keys: full, read-only, suspended. */
export function seedState(vocabulary: Vocabulary): LayersState {
  const id = (prefix: Parameters<typeof seedId>[1], number: number) => seedId(vocabulary, prefix, number);
  const organizationId = id('org', 1);
  const key = (number: number, scopes: string[], killed: boolean): ApiKey => ({
    id: id('key', number),
    secret: `lp_test_SANDBOXKEY00000${number}_${secretPart('abc'.charAt(number - 1))}`,
    organizationId,
    scopes,
    killed,
  });
  const account = (number: number, platform: LayersPlatform, handle: string): SocialAccount => ({
    id: id('sa', number),
    projectId: id('prj', 1),
    platform,
    handle,
    status: 'connected',
    connectedAt: new Date(Date.parse(SEEDED_AT) + number * 60_000).toISOString(),
    tokenExpiresAt: TOKENS_EXPIRE_AT,
  });
  return {
    organization: { id: organizationId, name: 'Sandbox Organisation' },
    keys: [
      key(1, ['*'], false),
      key(2, ['publish:read', 'social:read', 'projects:read', 'content:read'], false),
      key(3, ['*'], true),
    ],
    projects: [
      {
        id: id('prj', 1),
        organizationId,
        name: 'Sandbox Project',
        customerExternalId: 'sandbox-customer-1',
        timezone: 'Europe/London',
        status: 'active',
        policy: 'auto_approve',
        firstN: null,
        policyUpdatedAt: null,
        createdAt: SEEDED_AT,
      },
    ],
    accounts: [
      account(1, 'tiktok', 'sandbox.tiktok'),
      account(2, 'instagram', 'sandbox.instagram'),
      account(3, 'tiktok', 'sandbox.tiktok.two'),
      account(4, 'instagram', 'sandbox.instagram.two'),
    ],
    containers: {},
    posts: {},
    kept: {},
    endpoints: [],
    deliveries: [],
    nextExternalId: 1,
  };
}

/** What the banner and `/_sandbox/seeds` show. */
export function describeSeeds(state: LayersState, url: string): Record<string, unknown> {
  const [full, readOnly, suspended] = state.keys;
  return {
    baseUrl: url,
    apiKey: full?.secret,
    readOnlyApiKey: readOnly?.secret,
    suspendedApiKey: suspended?.secret,
    organizationId: state.organization.id,
    projectId: state.projects[0]?.id,
    accounts: state.accounts.map(({ id, platform, handle }) => ({ id, platform, handle })),
  };
}
