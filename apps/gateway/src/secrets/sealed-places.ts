/** Where sealed secrets stand in the database: every column that `seal` fills, and what binds each to its row. */
import { bindingOfCredentials } from '../connections/credentials-cipher';
import { bindingOfHookSecret } from '../connections/hook-secrets';
import { bindingOfReply } from '../http/sealed-idempotency.interceptor';
import { bindingOfWebhookSecret } from '../webhooks/webhook-secret';

export interface SealedPlace {
  /** For a person. */
  what: string;
  table: string;
  /** The columns of the primary key, in its order. */
  key: readonly string[];
  /** SQL of the bytes and of the name of the key; rows in which the name is null or empty hold nothing sealed. */
  bytes: string;
  keyId: string;
  /** SQL that sets both, of `$1` bytes and `$2` name. */
  set: string;
  /** Further columns that the binding needs. */
  columns: readonly string[];
  binding(row: Readonly<Record<string, string>>): string;
}

const of = (row: Readonly<Record<string, string>>, column: string): string => row[column] ?? '';

const SECRET = {
  bytes: 'secret',
  keyId: 'secret_key_id',
  set: 'secret = $1, secret_key_id = $2',
} as const;

export const SEALED_PLACES: readonly SealedPlace[] = [
  {
    what: 'credentials of connections',
    table: 'connections',
    key: ['id'],
    bytes: 'credentials',
    keyId: 'credentials_key_id',
    // Not updated_at: nothing changes for anybody who holds the row.
    set: 'credentials = $1, credentials_key_id = $2',
    columns: ['workspace_id'],
    binding: (row) =>
      bindingOfCredentials({ workspaceId: of(row, 'workspace_id'), connectionId: of(row, 'id') }),
  },
  {
    what: 'secrets of providers’ webhooks',
    table: 'hook_secrets',
    key: ['connection_id', 'number'],
    ...SECRET,
    columns: ['workspace_id'],
    binding: (row) =>
      bindingOfHookSecret({ workspaceId: of(row, 'workspace_id'), connectionId: of(row, 'connection_id') }),
  },
  {
    what: 'secrets of webhook endpoints',
    table: 'webhook_secrets',
    key: ['endpoint_id', 'number'],
    ...SECRET,
    columns: [],
    binding: (row) => bindingOfWebhookSecret(of(row, 'endpoint_id')),
  },
  {
    what: 'replies that hold a secret',
    table: 'idempotency_records',
    key: ['workspace_id', 'method', 'path', 'key'],
    bytes: `decode(response ->> 'sealed', 'base64')`,
    keyId: `case when response ->> 'sealed' is not null then response ->> 'keyId' end`,
    set: `response = json_build_object('sealed', translate(encode($1::bytea, 'base64'), E'\\n', ''), 'keyId', $2::text)`,
    columns: [],
    binding: (row) =>
      bindingOfReply({
        workspaceId: of(row, 'workspace_id'),
        method: of(row, 'method'),
        path: of(row, 'path'),
        key: of(row, 'key'),
      }),
  },
];
