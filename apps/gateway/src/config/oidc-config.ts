/** Signing in at an OpenID provider: which one, and whom it opens what. */
import { z } from 'zod';
import { type Scope, SCOPES } from '../http/auth/caller';

export interface OidcConfig {
  issuer: URL;
  clientId: string;
  /** `null`: a public client, which PKCE alone protects. */
  clientSecret: string | null;
  /** What the provider is called on the button. */
  name: string;
  /** What it is asked for, e.g. `openid profile email`. */
  scope: string;
  /** Where it sends people back to. */
  redirectUri: string;
  grants: OidcGrant[];
}

/** Whoever has the claim with the value, or with it among others, gets the scopes in the workspace. */
export interface OidcGrant {
  claim: string;
  value: string;
  workspaceId: string;
  scopes: Scope[];
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const CALLBACK_PATH = '/v1/session/oidc/callback';
const GRANT_FORM =
  'must be a JSON list of { "claim", "value", "workspaceId", "scopes" }, with at least one grant and one scope each';

const text = z.string().nullable().default(null);

const GRANTS = z
  .array(
    z.strictObject({
      claim: z.string().min(1),
      value: z.string().min(1),
      workspaceId: z.string().min(1).max(64),
      scopes: z.array(z.enum(SCOPES)).min(1),
    }),
  )
  .min(1);

/** The variables, for the one schema of the environment. */
export const OIDC_ENVIRONMENT = {
  POSTERN_OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an address with https://, or with http:// on this machine')
    .nullable()
    .default(null),
  POSTERN_OIDC_CLIENT_ID: text,
  POSTERN_OIDC_CLIENT_SECRET: text,
  POSTERN_OIDC_NAME: z.string().max(60, 'must have at most 60 characters').default('single sign-on'),
  POSTERN_OIDC_SCOPE: z
    .string()
    .refine(
      (value) => value.split(' ').includes('openid'),
      'must be words with a space between, “openid” among them',
    )
    .default('openid profile email'),
  POSTERN_OIDC_GRANTS: z
    .string()
    .transform((value, context) => {
      const parsed = GRANTS.safeParse(jsonOf(value));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: GRANT_FORM });
      return z.NEVER;
    })
    .nullable()
    .default(null),
};

export type OidcEnvironment = z.output<z.ZodObject<typeof OIDC_ENVIRONMENT>>;

export type OidcSettings = { ok: true; oidc: OidcConfig | null } | { ok: false; problems: string[] };

const NEEDED = ['POSTERN_OIDC_ISSUER', 'POSTERN_OIDC_CLIENT_ID', 'POSTERN_OIDC_GRANTS'] as const;

/** What the variables mean together; a problem names the variable and never its value. */
export function oidcConfigOf(values: OidcEnvironment, publicUrl: string | null): OidcSettings {
  const given = [...NEEDED, 'POSTERN_OIDC_CLIENT_SECRET' as const].filter((name) => values[name] !== null);
  if (given.length === 0) return { ok: true, oidc: null };
  const problems = NEEDED.filter((name) => values[name] === null).map(
    (name) => `${name} is required where ${given[0]} is given`,
  );
  if (publicUrl === null) problems.push('POSTERN_PUBLIC_URL is required where POSTERN_OIDC_ISSUER is given');
  const {
    POSTERN_OIDC_ISSUER: issuer,
    POSTERN_OIDC_CLIENT_ID: clientId,
    POSTERN_OIDC_GRANTS: grants,
  } = values;
  if (issuer === null || clientId === null || grants === null || publicUrl === null) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    oidc: {
      issuer: new URL(issuer),
      clientId,
      clientSecret: values.POSTERN_OIDC_CLIENT_SECRET,
      name: values.POSTERN_OIDC_NAME,
      scope: values.POSTERN_OIDC_SCOPE,
      redirectUri: `${publicUrl.replace(/\/+$/, '')}${CALLBACK_PATH}`,
      grants,
    },
  };
}

function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // The rule says what form is wanted.
    return null;
  }
}
