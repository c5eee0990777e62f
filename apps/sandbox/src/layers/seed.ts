import { seedId } from './ids';
import type { ApiKey, LayersPlatform, LayersState, Organization, SocialAccount, Vocabulary } from './model';

const SEEDED_AT = '2026-06-01T08:00:00.000Z';
const TOKENS_EXPIRE_AT = '2036-06-01T08:00:00.000Z';
/** 43 base64url characters, the length of a real secret. */
const secretPart = (letter: string): string => `sandbox-${letter.repeat(35)}`;

type Customer = Pick<LayersState, 'organizations' | 'keys' | 'projects' | 'accounts'>;

/** Only the seeded customer, and nothing posted. */
export function seedState(vocabulary: Vocabulary): LayersState {
  return {
    ...customer(vocabulary, 0),
    containers: {},
    posts: {},
    kept: {},
    endpoints: [],
    deliveries: [],
    nextExternalId: 1,
  };
}

/** The next customer; its ids and keys follow from its number, so that every run has the same. */
export function addCustomer(state: LayersState, vocabulary: Vocabulary): Organization {
  const { organizations, keys, projects, accounts } = customer(vocabulary, state.organizations.length);
  state.organizations.push(...organizations);
  state.keys.push(...keys);
  state.projects.push(...projects);
  state.accounts.push(...accounts);
  return state.organizations.at(-1) as Organization;
}

/** One organisation, one project, two accounts per platform, three keys: full, read-only, suspended. */
function customer(vocabulary: Vocabulary, number: number): Customer {
  const id = (prefix: Parameters<typeof seedId>[1], nth: number) =>
    seedId(vocabulary, prefix, number * 1000 + nth);
  const organizationId = id('org', 1);
  const label = number === 0 ? '' : ` ${number}`;
  const key = (nth: number, scopes: string[], killed: boolean): ApiKey => ({
    id: id('key', nth),
    secret: `lp_test_SANDBOXKEY${String(number * 10 + nth).padStart(6, '0')}_${secretPart('abc'.charAt(nth - 1))}`,
    organizationId,
    scopes,
    killed,
  });
  const account = (nth: number, platform: LayersPlatform, handle: string): SocialAccount => ({
    id: id('sa', nth),
    projectId: id('prj', 1),
    platform,
    handle: number === 0 ? handle : `${handle}.${number}`,
    status: 'connected',
    connectedAt: new Date(Date.parse(SEEDED_AT) + nth * 60_000).toISOString(),
    tokenExpiresAt: TOKENS_EXPIRE_AT,
  });
  return {
    organizations: [{ id: organizationId, name: `Sandbox Organisation${label}` }],
    keys: [
      key(1, ['*'], false),
      key(2, ['publish:read', 'social:read', 'projects:read', 'content:read'], false),
      key(3, ['*'], true),
    ],
    projects: [
      {
        id: id('prj', 1),
        organizationId,
        name: `Sandbox Project${label}`,
        customerExternalId: `sandbox-customer-${number + 1}`,
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
  };
}

/** What the banner, `/_sandbox/seeds` and `/_sandbox/tenants` show. */
export function describeCustomer(
  state: LayersState,
  organizationId: string,
  url: string,
): Record<string, unknown> {
  const [full, readOnly, suspended] = state.keys.filter((key) => key.organizationId === organizationId);
  const project = state.projects.find((candidate) => candidate.organizationId === organizationId);
  return {
    baseUrl: url,
    apiKey: full?.secret,
    readOnlyApiKey: readOnly?.secret,
    suspendedApiKey: suspended?.secret,
    organizationId,
    projectId: project?.id,
    accounts: state.accounts
      .filter(({ projectId }) => projectId === project?.id)
      .map(({ id, platform, handle }) => ({ id, platform, handle })),
  };
}
