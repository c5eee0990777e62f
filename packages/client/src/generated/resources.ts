/** Generated from the OpenAPI document by scripts/generate.mjs: change the gateway, then generate anew. */
import type { EventStream, StreamOptions } from '../event-stream';
import type { Pager } from '../pager';
import type { RequestOptions } from '../request-options';
import type { Sender } from '../sender';
import type { Upload, UploadOptions } from '../upload';
import type * as models from './models';
import { operations } from './operations';
import type { operations as Schema } from './schema';

export type ListApiKeysQuery = NonNullable<Schema['listApiKeys']['parameters']['query']>;
export type RevokeApiKeyQuery = NonNullable<Schema['revokeApiKey']['parameters']['query']>;
export type EndSessionQuery = NonNullable<Schema['endSession']['parameters']['query']>;
export type ListAuditLogQuery = NonNullable<Schema['listAuditLog']['parameters']['query']>;
export type ListWorkspacesQuery = NonNullable<Schema['listWorkspaces']['parameters']['query']>;
export type ListAccountsQuery = NonNullable<Schema['listAccounts']['parameters']['query']>;
export type ListConnectionsQuery = NonNullable<Schema['listConnections']['parameters']['query']>;
export type DeleteConnectionQuery = NonNullable<Schema['deleteConnection']['parameters']['query']>;
export type ListManifestsQuery = NonNullable<Schema['listManifests']['parameters']['query']>;
export type GetManifestQuery = NonNullable<Schema['getManifest']['parameters']['query']>;
export type ListManifestVersionsQuery = NonNullable<Schema['listManifestVersions']['parameters']['query']>;
export type ListPostGroupsQuery = NonNullable<Schema['listPostGroups']['parameters']['query']>;
export type CancelPostGroupQuery = NonNullable<Schema['cancelPostGroup']['parameters']['query']>;
export type ListPostsQuery = NonNullable<Schema['listPosts']['parameters']['query']>;
export type CancelPostQuery = NonNullable<Schema['cancelPost']['parameters']['query']>;
export type GetPostTimelineQuery = NonNullable<Schema['getPostTimeline']['parameters']['query']>;
export type ListImportsQuery = NonNullable<Schema['listImports']['parameters']['query']>;
export type ListImportRowsQuery = NonNullable<Schema['listImportRows']['parameters']['query']>;
export type RemoveConnectionWebhooksQuery = NonNullable<
  Schema['removeConnectionWebhooks']['parameters']['query']
>;
export type ListEventsQuery = NonNullable<Schema['listEvents']['parameters']['query']>;
export type StreamEventsQuery = NonNullable<Schema['streamEvents']['parameters']['query']>;
export type ListWebhookEndpointsQuery = NonNullable<Schema['listWebhookEndpoints']['parameters']['query']>;
export type ListWebhookDeliveriesQuery = NonNullable<Schema['listWebhookDeliveries']['parameters']['query']>;
export type GetStatsOverviewQuery = NonNullable<Schema['getStatsOverview']['parameters']['query']>;
export type GetStatsPunctualityQuery = NonNullable<Schema['getStatsPunctuality']['parameters']['query']>;

export class ApiKeysResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * API keys of the workspace, newest first
   *
   * Revoked and expired ones, too. Needs the scope `admin`.
   *
   * `GET /v1/api-keys`
   */
  list(
    query?: ListApiKeysQuery,
    options?: RequestOptions,
  ): Pager<models.ApiKeyList['items'][number], models.ApiKeyList> {
    return this.sender.list(operations.listApiKeys, { query }, options);
  }

  /**
   * Make an API key
   *
   * The secret is in this answer and in no other; a repetition with the same Idempotency-Key gives it again for as long as the record is kept. Needs the scope `admin`.
   *
   * `POST /v1/api-keys`
   */
  create(body: models.CreateApiKey, options?: RequestOptions): Promise<models.NewApiKey> {
    return this.sender.send(operations.createApiKey, { body }, options);
  }

  /**
   * One API key
   *
   * Needs the scope `admin`.
   *
   * `GET /v1/api-keys/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.ApiKey> {
    return this.sender.send(operations.getApiKey, { path: { id } }, options);
  }

  /**
   * Change name, scopes, expiry or rate limit
   *
   * Every replica knows of it within 5 seconds. Needs the scope `admin`.
   *
   * `PATCH /v1/api-keys/{id}`
   */
  update(id: string, body: models.UpdateApiKey, options?: RequestOptions): Promise<models.ApiKey> {
    return this.sender.send(operations.updateApiKey, { path: { id }, body }, options);
  }

  /**
   * Revoke an API key
   *
   * It stays listed. Every replica refuses it within 5 seconds. The key of this very request, and the last admin key of the workspace, only with `force=true`. Needs the scope `admin`.
   *
   * `DELETE /v1/api-keys/{id}`
   */
  revoke(id: string, query?: RevokeApiKeyQuery, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.revokeApiKey, { path: { id }, query }, options);
  }

  /**
   * Replace an API key by a new one
   *
   * The new key has the name, scopes and rate limit of the old one, which works until the overlap is over and names its successor in `replacedBy`. Needs the scope `admin`.
   *
   * `POST /v1/api-keys/{id}/rotate`
   */
  rotate(id: string, body?: models.RotateApiKey, options?: RequestOptions): Promise<models.NewApiKey> {
    return this.sender.send(operations.rotateApiKey, { path: { id }, body }, options);
  }
}

export class SessionResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Who is signed in, and what they may do
   *
   * Of the cookie that came with the request; a request without one is refused.
   *
   * `GET /v1/session`
   */
  get(options?: RequestOptions): Promise<models.Session> {
    return this.sender.send(operations.getSession, {}, options);
  }

  /**
   * Sign in with an API key
   *
   * For browsers: the answer sets a cookie that no page can read. Programs send their key with each request instead.
   *
   * `POST /v1/session`
   */
  create(body: models.CreateSession, options?: RequestOptions): Promise<models.Session> {
    return this.sender.send(operations.createSession, { body }, options);
  }

  /**
   * Sign out
   *
   * Every replica refuses the session within 5 seconds, and its event streams end.
   *
   * `DELETE /v1/session`
   */
  end(query?: EndSessionQuery, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.endSession, { query }, options);
  }

  /**
   * How one can sign in
   *
   * `GET /v1/session/methods`
   */
  methods(options?: RequestOptions): Promise<models.SignInMethods> {
    return this.sender.send(operations.getSessionMethods, {}, options);
  }
}

export class AuditLogResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Every change that was made through the API, newest first
   *
   * Who changed what, with the state before and after. It never holds a secret. Needs the scope `admin`.
   *
   * `GET /v1/audit-log`
   */
  list(
    query?: ListAuditLogQuery,
    options?: RequestOptions,
  ): Pager<models.AuditLog['items'][number], models.AuditLog> {
    return this.sender.list(operations.listAuditLog, { query }, options);
  }
}

export class WorkspacesResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Workspaces, newest first
   *
   * All of the instance for a key with the scope `instance`, else the key’s own. Needs the scope `admin`.
   *
   * `GET /v1/workspaces`
   */
  list(
    query?: ListWorkspacesQuery,
    options?: RequestOptions,
  ): Pager<models.WorkspaceList['items'][number], models.WorkspaceList> {
    return this.sender.list(operations.listWorkspaces, { query }, options);
  }

  /**
   * Make a workspace
   *
   * It has no key yet: make one with `POST /v1/api-keys` and its `workspaceId`. Needs the scope `instance`.
   *
   * `POST /v1/workspaces`
   */
  create(body: models.CreateWorkspace, options?: RequestOptions): Promise<models.Workspace> {
    return this.sender.send(operations.createWorkspace, { body }, options);
  }

  /**
   * One workspace
   *
   * Needs the scope `admin`.
   *
   * `GET /v1/workspaces/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.Workspace> {
    return this.sender.send(operations.getWorkspace, { path: { id } }, options);
  }

  /**
   * Rename a workspace
   *
   * Needs the scope `admin`.
   *
   * `PATCH /v1/workspaces/{id}`
   */
  update(id: string, body: models.UpdateWorkspace, options?: RequestOptions): Promise<models.Workspace> {
    return this.sender.send(operations.updateWorkspace, { path: { id }, body }, options);
  }
}

export class AccountsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Accounts through all connections
   *
   * Needs the scope `accounts:read`.
   *
   * `GET /v1/accounts`
   */
  list(
    query?: ListAccountsQuery,
    options?: RequestOptions,
  ): Pager<models.AccountList['items'][number], models.AccountList> {
    return this.sender.list(operations.listAccounts, { query }, options);
  }

  /**
   * One account
   *
   * Needs the scope `accounts:read`.
   *
   * `GET /v1/accounts/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.Account> {
    return this.sender.send(operations.getAccount, { path: { id } }, options);
  }
}

export class ConnectionsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Connections of the workspace
   *
   * Needs the scope `connections:read`.
   *
   * `GET /v1/connections`
   */
  list(
    query?: ListConnectionsQuery,
    options?: RequestOptions,
  ): Pager<models.ConnectionList['items'][number], models.ConnectionList> {
    return this.sender.list(operations.listConnections, { query }, options);
  }

  /**
   * Connect to a provider, and list its accounts at once
   *
   * A provider that refuses or is away does not undo the creation: see `status` and `error`. Needs the scope `connections:write`.
   *
   * `POST /v1/connections`
   */
  create(body: models.CreateConnection, options?: RequestOptions): Promise<models.Connection> {
    return this.sender.send(operations.createConnection, { body }, options);
  }

  /**
   * One connection
   *
   * Needs the scope `connections:read`.
   *
   * `GET /v1/connections/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.Connection> {
    return this.sender.send(operations.getConnection, { path: { id } }, options);
  }

  /**
   * Change name, credentials or scheduling
   *
   * Needs the scope `connections:write`.
   *
   * `PATCH /v1/connections/{id}`
   */
  update(id: string, body: models.UpdateConnection, options?: RequestOptions): Promise<models.Connection> {
    return this.sender.send(operations.updateConnection, { path: { id }, body }, options);
  }

  /**
   * Delete a connection
   *
   * Its credentials are erased and its accounts leave the lists; its posts stay readable. With open posts it is a conflict unless `force=true`. Webhooks that were registered at the provider are taken back there, as well as can be. Needs the scope `connections:write`.
   *
   * `DELETE /v1/connections/{id}`
   */
  delete(id: string, query?: DeleteConnectionQuery, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.deleteConnection, { path: { id }, query }, options);
  }

  /**
   * Ask the provider whether the credentials work
   *
   * Needs the scope `connections:write`.
   *
   * `POST /v1/connections/{id}/check`
   */
  check(id: string, options?: RequestOptions): Promise<models.ConnectionCheck> {
    return this.sender.send(operations.checkConnection, { path: { id } }, options);
  }

  /**
   * List the provider’s accounts anew
   *
   * Needs the scope `connections:write`.
   *
   * `POST /v1/connections/{id}/sync`
   */
  sync(id: string, options?: RequestOptions): Promise<models.ConnectionSync> {
    return this.sender.send(operations.syncConnection, { path: { id } }, options);
  }

  /**
   * How the provider calls us, and what became of it
   *
   * Needs the scope `connections:read`.
   *
   * `GET /v1/connections/{id}/webhooks`
   */
  webhooks(id: string, options?: RequestOptions): Promise<models.ConnectionWebhooks> {
    return this.sender.send(operations.getConnectionWebhooks, { path: { id } }, options);
  }

  /**
   * Have the provider call us, or rotate the secret by which it does
   *
   * The first call registers our address at the provider, every later one gets a new secret; webhooks under the old one are taken until it expires. Secrets are never shown. After a lost reply repeat it. Needs the scope `connections:write`.
   *
   * `POST /v1/connections/{id}/webhooks`
   */
  registerWebhooks(
    id: string,
    body: models.RegisterWebhooks,
    options?: RequestOptions,
  ): Promise<models.WebhookRegistration> {
    return this.sender.send(operations.registerConnectionWebhooks, { path: { id }, body }, options);
  }

  /**
   * Have the provider call us no longer
   *
   * Forgets the secrets that it gave; those entered by hand stay. Where nothing is registered, nothing is done. A provider that refuses, or cannot be asked, is a conflict or unavailable unless `force=true`. Needs the scope `connections:write`.
   *
   * `DELETE /v1/connections/{id}/webhooks`
   */
  removeWebhooks(id: string, query?: RemoveConnectionWebhooksQuery, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.removeConnectionWebhooks, { path: { id }, query }, options);
  }
}

export class ProvidersResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * What each provider can do, and what a connection to it needs
   *
   * Those of this build, and those that the manifests of the workspace make. Needs the scope `accounts:read`.
   *
   * `GET /v1/providers`
   */
  list(options?: RequestOptions): Pager<models.ProviderList['items'][number], models.ProviderList> {
    return this.sender.list(operations.listProviders, {}, options);
  }
}

export class ManifestsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Say what is wrong with a manifest, and what could be better; nothing is stored
   *
   * Needs the scope `connections:read`.
   *
   * `POST /v1/manifests/check`
   */
  check(body: models.CheckManifest, options?: RequestOptions): Promise<models.ManifestCheck> {
    return this.sender.send(operations.checkManifest, { body }, options);
  }

  /**
   * Say in plain words what a manifest does
   *
   * Its operations, what statuses mean, how doubt ends, limits, and what is not certain. Needs the scope `connections:read`.
   *
   * `POST /v1/manifests/explain`
   */
  explain(body: models.ExplainManifest, options?: RequestOptions): Promise<models.ManifestExplanation> {
    return this.sender.send(operations.explainManifest, { body }, options);
  }

  /**
   * Show each request that an operation would send, and how a pasted reply is read
   *
   * Nothing is sent, and no credentials are kept. Needs the scope `connections:write`.
   *
   * `POST /v1/manifests/try`
   */
  try(body: models.TryManifest, options?: RequestOptions): Promise<models.ManifestTrial> {
    return this.sender.send(operations.tryManifest, { body }, options);
  }

  /**
   * The manifest of a preset, to start from
   *
   * With an `id` of its own it can be stored as the workspace’s. Needs the scope `connections:read`.
   *
   * `GET /v1/manifest-presets/{name}`
   */
  preset(name: string, options?: RequestOptions): Promise<models.ManifestPreset> {
    return this.sender.send(operations.getManifestPreset, { path: { name } }, options);
  }

  /**
   * Manifests of the workspace
   *
   * Presets are not among them: `GET /v1/providers` lists those. Needs the scope `connections:read`.
   *
   * `GET /v1/manifests`
   */
  list(
    query?: ListManifestsQuery,
    options?: RequestOptions,
  ): Pager<models.ManifestList['items'][number], models.ManifestList> {
    return this.sender.list(operations.listManifests, { query }, options);
  }

  /**
   * Store a manifest: from then on the workspace can connect to its provider
   *
   * It is stored only if it passes; else each of its problems is an issue, with its place. Needs the scope `connections:write`.
   *
   * `POST /v1/manifests`
   */
  create(body: models.CreateManifest, options?: RequestOptions): Promise<models.Manifest> {
    return this.sender.send(operations.createManifest, { body }, options);
  }

  /**
   * One manifest
   *
   * Needs the scope `connections:read`.
   *
   * `GET /v1/manifests/{id}`
   */
  get(id: string, query?: GetManifestQuery, options?: RequestOptions): Promise<models.Manifest> {
    return this.sender.send(operations.getManifest, { path: { id }, query }, options);
  }

  /**
   * Store the next version of a manifest
   *
   * Its connections follow at once. The `id` within the manifest stays. A manifest that says what the newest version says makes no other. Needs the scope `connections:write`.
   *
   * `PATCH /v1/manifests/{id}`
   */
  update(
    id: string,
    body: models.UpdateManifest,
    options?: RequestOptions & { ifMatch?: string | number },
  ): Promise<models.Manifest> {
    return this.sender.send(operations.updateManifest, { path: { id }, body }, options);
  }

  /**
   * Delete a manifest with all of its versions
   *
   * Needs the scope `connections:write`.
   *
   * `DELETE /v1/manifests/{id}`
   */
  delete(id: string, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.deleteManifest, { path: { id } }, options);
  }

  /**
   * Versions of a manifest, newest first
   *
   * Needs the scope `connections:read`.
   *
   * `GET /v1/manifests/{id}/versions`
   */
  versions(
    id: string,
    query?: ListManifestVersionsQuery,
    options?: RequestOptions,
  ): Pager<models.ManifestVersionList['items'][number], models.ManifestVersionList> {
    return this.sender.list(operations.listManifestVersions, { path: { id }, query }, options);
  }
}

export class PostGroupsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Say which rules a create would break; nothing is written or sent
   *
   * The body is that of a create. Media by address are looked at, which a create leaves for later: so what is found here may be more than what a create refuses. Needs the scope `publish:write`.
   *
   * `POST /v1/post-groups/validate`
   */
  validate(body: models.CreatePostGroup, options?: RequestOptions): Promise<models.Validation> {
    return this.sender.send(operations.validatePostGroup, { body }, options);
  }

  /**
   * List post groups, newest first
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/post-groups`
   */
  list(
    query?: ListPostGroupsQuery,
    options?: RequestOptions,
  ): Pager<models.PostGroupPage['items'][number], models.PostGroupPage> {
    return this.sender.list(operations.listPostGroups, { query }, options);
  }

  /**
   * Publish content to accounts
   *
   * Needs the scope `publish:write`.
   *
   * `POST /v1/post-groups`
   */
  create(body: models.CreatePostGroup, options?: RequestOptions): Promise<models.PostGroup> {
    return this.sender.send(operations.createPostGroup, { body }, options);
  }

  /**
   * Read a post group with its posts
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/post-groups/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.PostGroup> {
    return this.sender.send(operations.getPostGroup, { path: { id } }, options);
  }

  /**
   * Edit a group while nothing of it was sent
   *
   * Drafts, and groups that wait for their time here. All or nothing, by the rules of a create. Once a provider has one of the posts, or is being given it, the answer is 409 with the group. Needs the scope `publish:write`.
   *
   * `PATCH /v1/post-groups/{id}`
   */
  update(
    id: string,
    body: models.UpdatePostGroup,
    options?: RequestOptions & { ifMatch?: string | number },
  ): Promise<models.PostGroup> {
    return this.sender.send(operations.updatePostGroup, { path: { id }, body }, options);
  }

  /**
   * Cancel what can be canceled of a group
   *
   * The group stays readable. Needs the scope `publish:write`.
   *
   * `DELETE /v1/post-groups/{id}`
   */
  cancel(
    id: string,
    query?: CancelPostGroupQuery,
    options?: RequestOptions & { ifMatch?: string | number },
  ): Promise<models.PostGroupCommandResult> {
    return this.sender.send(operations.cancelPostGroup, { path: { id }, query }, options);
  }

  /**
   * Move all posts that have not gone out
   *
   * Needs the scope `publish:write`.
   *
   * `POST /v1/post-groups/{id}/reschedule`
   */
  reschedule(
    id: string,
    body: models.RescheduleOrder,
    options?: RequestOptions,
  ): Promise<models.PostGroupCommandResult> {
    return this.sender.send(operations.reschedulePostGroup, { path: { id }, body }, options);
  }

  /**
   * Try the failed posts of a group again
   *
   * Those that cannot succeed by themselves only with `force`. Needs the scope `publish:write`.
   *
   * `POST /v1/post-groups/{id}/retry`
   */
  retry(
    id: string,
    body?: models.RetryOrder,
    options?: RequestOptions,
  ): Promise<models.PostGroupCommandResult> {
    return this.sender.send(operations.retryPostGroup, { path: { id }, body }, options);
  }

  /**
   * Send a draft, now or at its time
   *
   * The rules are checked once more. A time that has passed is refused as in a create. Needs the scope `publish:write`.
   *
   * `POST /v1/post-groups/{id}/publish`
   */
  publish(
    id: string,
    body?: models.PublishOrder,
    options?: RequestOptions & { ifMatch?: string | number },
  ): Promise<models.PostGroup> {
    return this.sender.send(operations.publishPostGroup, { path: { id }, body }, options);
  }
}

export class PostsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * List posts, newest first
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/posts`
   */
  list(
    query?: ListPostsQuery,
    options?: RequestOptions,
  ): Pager<models.PostPage['items'][number], models.PostPage> {
    return this.sender.list(operations.listPosts, { query }, options);
  }

  /**
   * Read one post
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/posts/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.Post> {
    return this.sender.send(operations.getPost, { path: { id } }, options);
  }

  /**
   * Cancel a post
   *
   * Canceling a canceled post is no error. A post that went out is 409 `too_late`. Needs the scope `publish:write`.
   *
   * `DELETE /v1/posts/{id}`
   */
  cancel(id: string, query?: CancelPostQuery, options?: RequestOptions): Promise<models.Post> {
    return this.sender.send(operations.cancelPost, { path: { id }, query }, options);
  }

  /**
   * Read what became of a post, and how
   *
   * Every event of the post and every attempt at handing it over, of all its rounds, oldest first. An attempt has the calls that were made, with secrets redacted. Needs the scope `publish:read`.
   *
   * `GET /v1/posts/{id}/timeline`
   */
  timeline(
    id: string,
    query?: GetPostTimelineQuery,
    options?: RequestOptions,
  ): Pager<models.TimelinePage['items'][number], models.TimelinePage> {
    return this.sender.list(operations.getPostTimeline, { path: { id }, query }, options);
  }

  /**
   * Try failed posts again, by filter
   *
   * Oldest first; without `force` those that need none come first. Needs the scope `publish:write`.
   *
   * `POST /v1/posts/bulk-retry`
   */
  bulkRetry(body: models.BulkRetryOrder, options?: RequestOptions): Promise<models.BulkCommandResult> {
    return this.sender.send(operations.bulkRetryPosts, { body }, options);
  }

  /**
   * Move a post that has not gone out
   *
   * Needs the scope `publish:write`.
   *
   * `POST /v1/posts/{id}/reschedule`
   */
  reschedule(id: string, body: models.RescheduleOrder, options?: RequestOptions): Promise<models.Post> {
    return this.sender.send(operations.reschedulePost, { path: { id }, body }, options);
  }

  /**
   * Try a failed post again
   *
   * An unknown post is resolved first. Where the provider knows the post, it is asked once more. Needs the scope `publish:write`.
   *
   * `POST /v1/posts/{id}/retry`
   */
  retry(id: string, body?: models.RetryOrder, options?: RequestOptions): Promise<models.Post> {
    return this.sender.send(operations.retryPost, { path: { id }, body }, options);
  }

  /**
   * Say what became of an unknown post
   *
   * `not_published` makes it `failed`, or `canceled` where a cancel was asked for. What the provider later shows still counts. Needs the scope `publish:write`.
   *
   * `POST /v1/posts/{id}/resolve`
   */
  resolve(id: string, body: models.ResolveOrder, options?: RequestOptions): Promise<models.Post> {
    return this.sender.send(operations.resolvePost, { path: { id }, body }, options);
  }
}

export class MediaResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Store an image or a video
   *
   * As `multipart/form-data` with the field `file`, or as JSON with the address of a file that is fetched now. Its type is told by its bytes. What no post comes to need is deleted at `expiresAt`. Needs the scope `publish:write`.
   *
   * `POST /v1/media`
   */
  fromUrl(url: string, options?: RequestOptions): Promise<models.Media> {
    return this.sender.send(operations.createMedia, { body: { url } }, options);
  }

  /**
   * Store an image or a video
   *
   * As `multipart/form-data` with the field `file`, or as JSON with the address of a file that is fetched now. Its type is told by its bytes. What no post comes to need is deleted at `expiresAt`. Needs the scope `publish:write`.
   *
   * `POST /v1/media`
   */
  upload(file: Upload, options?: UploadOptions): Promise<models.Media> {
    return this.sender.upload(operations.createMedia, file, options);
  }

  /**
   * What is known of a stored medium
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/media/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.Media> {
    return this.sender.send(operations.getMedia, { path: { id } }, options);
  }

  /**
   * Delete a stored medium
   *
   * A conflict while a post can still need it; `groupIds` names some of its groups. Needs the scope `publish:write`.
   *
   * `DELETE /v1/media/{id}`
   */
  delete(id: string, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.deleteMedia, { path: { id } }, options);
  }
}

export class ImportsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Imports, newest first
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/imports`
   */
  list(
    query?: ListImportsQuery,
    options?: RequestOptions,
  ): Pager<models.ImportPage['items'][number], models.ImportPage> {
    return this.sender.list(operations.listImports, { query }, options);
  }

  /**
   * Make a post group of each row of a table (CSV)
   *
   * A dry run says what each row would become and writes nothing. An import is taken whole and made row by row: bad rows are told and keep no others back, and no row is made twice, whatever breaks off in between. A file that cannot be read at all is refused. Needs the scope `publish:write`.
   *
   * `POST /v1/imports`
   */
  create(body: models.CreateImport, options?: RequestOptions): Promise<models.Import> {
    return this.sender.send(operations.createImport, { body }, options);
  }

  /**
   * One import, and how far it is
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/imports/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.Import> {
    return this.sender.send(operations.getImport, { path: { id } }, options);
  }

  /**
   * What became of the rows, in the order of the file
   *
   * Needs the scope `publish:read`.
   *
   * `GET /v1/imports/{id}/rows`
   */
  rows(
    id: string,
    query?: ListImportRowsQuery,
    options?: RequestOptions,
  ): Pager<models.ImportRowPage['items'][number], models.ImportRowPage> {
    return this.sender.list(operations.listImportRows, { path: { id }, query }, options);
  }
}

export class InboundHooksResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Take a provider’s webhook
   *
   * One that came before is answered alike, and does nothing.
   *
   * `POST /hooks/{connectionId}`
   */
  takeProviderWebhook(
    connectionId: string,
    body: NonNullable<Schema['takeProviderWebhook']['requestBody']>['content']['application/json'],
    options?: RequestOptions,
  ): Promise<void> {
    return this.sender.send(operations.takeProviderWebhook, { path: { connectionId }, body }, options);
  }
}

export class EventsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * The log of events, oldest first
   *
   * Without `after` it begins with the oldest event that is kept. Repeat with `after` = `nextCursor`: no event is missing, none comes twice. Needs the scope `publish:read`.
   *
   * `GET /v1/events`
   */
  list(
    query?: ListEventsQuery,
    options?: RequestOptions,
  ): Pager<models.EventPage['items'][number], models.EventPage> {
    return this.sender.list(operations.listEvents, { query }, options);
  }

  /**
   * The log of events as server-sent events
   *
   * Each event has its sequence as its id, so that a client that reconnects with `Last-Event-ID` (or `after`) misses nothing. With neither, only what is new is sent. The data is an event as in `GET /v1/events`. Needs the scope `publish:read`.
   *
   * `GET /v1/events/stream`
   */
  stream(query?: StreamEventsQuery, options?: StreamOptions): EventStream<models.EventPage['items'][number]> {
    return this.sender.events(operations.streamEvents, { query }, options);
  }
}

export class WebhookEndpointsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Webhook endpoints, newest first
   *
   * Needs the scope `webhooks:read`.
   *
   * `GET /v1/webhook-endpoints`
   */
  list(
    query?: ListWebhookEndpointsQuery,
    options?: RequestOptions,
  ): Pager<models.WebhookEndpointList['items'][number], models.WebhookEndpointList> {
    return this.sender.list(operations.listWebhookEndpoints, { query }, options);
  }

  /**
   * Have events sent to an address
   *
   * It is told of what happens from now on. The secret is in this answer and in no other; a repetition with the same Idempotency-Key gives it again for as long as the record is kept. Needs the scope `webhooks:write`.
   *
   * `POST /v1/webhook-endpoints`
   */
  create(body: models.CreateWebhookEndpoint, options?: RequestOptions): Promise<models.NewWebhookEndpoint> {
    return this.sender.send(operations.createWebhookEndpoint, { body }, options);
  }

  /**
   * One webhook endpoint, and how it does
   *
   * Needs the scope `webhooks:read`.
   *
   * `GET /v1/webhook-endpoints/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.WebhookEndpoint> {
    return this.sender.send(operations.getWebhookEndpoint, { path: { id } }, options);
  }

  /**
   * Change a webhook endpoint, or switch it on or off
   *
   * Switched on again it goes on with what is pending and with what happens from then on. What it missed: replay it. Needs the scope `webhooks:write`.
   *
   * `PATCH /v1/webhook-endpoints/{id}`
   */
  update(
    id: string,
    body: models.UpdateWebhookEndpoint,
    options?: RequestOptions,
  ): Promise<models.WebhookEndpoint> {
    return this.sender.send(operations.updateWebhookEndpoint, { path: { id }, body }, options);
  }

  /**
   * Delete a webhook endpoint
   *
   * With its deliveries: what is on its way is not sent any more. Needs the scope `webhooks:write`.
   *
   * `DELETE /v1/webhook-endpoints/{id}`
   */
  delete(id: string, options?: RequestOptions): Promise<void> {
    return this.sender.send(operations.deleteWebhookEndpoint, { path: { id } }, options);
  }

  /**
   * Make a new secret
   *
   * The new one signs at once; so do the earlier ones until the overlap is over, so that a receiver that knows any of them takes every delivery. Needs the scope `webhooks:write`.
   *
   * `POST /v1/webhook-endpoints/{id}/rotate-secret`
   */
  rotateSecret(
    id: string,
    body?: models.RotateWebhookSecret,
    options?: RequestOptions,
  ): Promise<models.NewWebhookEndpoint> {
    return this.sender.send(operations.rotateWebhookEndpointSecret, { path: { id }, body }, options);
  }

  /**
   * Send a test
   *
   * A `test.ping`, to this endpoint alone, whatever types it wants. Needs the scope `webhooks:write`.
   *
   * `POST /v1/webhook-endpoints/{id}/test`
   */
  test(id: string, options?: RequestOptions): Promise<models.WebhookTest> {
    return this.sender.send(operations.testWebhookEndpoint, { path: { id } }, options);
  }

  /**
   * Send all events since a time again
   *
   * Those that the endpoint wants, in their order, at most 5,000 per request; tests excepted, and what is on its way anyway. Each has the `webhook-id` that it had. Needs the scope `webhooks:write`.
   *
   * `POST /v1/webhook-endpoints/{id}/replay`
   */
  replay(
    id: string,
    body: models.ReplayWebhookEvents,
    options?: RequestOptions,
  ): Promise<models.WebhookReplay> {
    return this.sender.send(operations.replayWebhookEndpoint, { path: { id }, body }, options);
  }
}

export class WebhookDeliveriesResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * Deliveries to webhook endpoints, newest first
   *
   * Needs the scope `webhooks:read`.
   *
   * `GET /v1/webhook-deliveries`
   */
  list(
    query?: ListWebhookDeliveriesQuery,
    options?: RequestOptions,
  ): Pager<models.WebhookDeliveryList['items'][number], models.WebhookDeliveryList> {
    return this.sender.list(operations.listWebhookDeliveries, { query }, options);
  }

  /**
   * One delivery: what was sent, and each answer
   *
   * Needs the scope `webhooks:read`.
   *
   * `GET /v1/webhook-deliveries/{id}`
   */
  get(id: string, options?: RequestOptions): Promise<models.WebhookDeliveryDetail> {
    return this.sender.send(operations.getWebhookDelivery, { path: { id } }, options);
  }

  /**
   * Deliver an event again
   *
   * Makes a new delivery of the same event, whatever became of this one. Needs the scope `webhooks:write`.
   *
   * `POST /v1/webhook-deliveries/{id}/replay`
   */
  replay(id: string, options?: RequestOptions): Promise<models.WebhookDelivery> {
    return this.sender.send(operations.replayWebhookDelivery, { path: { id } }, options);
  }
}

export class StatsResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * What is open, what comes next, and what went wrong
   *
   * How the workspace stands now, and what ended within the last `hours`. Everything is of one moment, `until`. The accounts of each connection are told to keys with `accounts:read`, the webhooks to those with `webhooks:read`; to others they are null. Needs the scope `publish:read`.
   *
   * `GET /v1/stats/overview`
   */
  overview(query?: GetStatsOverviewQuery, options?: RequestOptions): Promise<models.StatsOverview> {
    return this.sender.send(operations.getStatsOverview, { query }, options);
  }

  /**
   * How late posts started, hour by hour
   *
   * From the moment at which a post was due to the beginning of the first attempt at it, by the clock of the database. A post that was handed over before it was due is not late: 0 seconds. One that never began counts with all that it has waited, until it failed or until now; drafts, and posts that were canceled before they began, do not count. Needs the scope `publish:read`.
   *
   * `GET /v1/stats/punctuality`
   */
  punctuality(query?: GetStatsPunctualityQuery, options?: RequestOptions): Promise<models.Punctuality> {
    return this.sender.send(operations.getStatsPunctuality, { query }, options);
  }
}

export class HealthResource {
  constructor(protected readonly sender: Sender) {}

  /**
   * The process runs
   *
   * `GET /health/live`
   */
  liveness(options?: RequestOptions): Promise<models.Liveness> {
    return this.sender.send(operations.getLiveness, {}, options);
  }

  /**
   * The process can serve, and posts go out
   *
   * `GET /health/ready`
   */
  readiness(options?: RequestOptions): Promise<models.Readiness> {
    return this.sender.send(operations.getReadiness, {}, options);
  }
}

/** Everything that the API offers, by its subject. */
export class Resources {
  readonly apiKeys: ApiKeysResource;
  readonly session: SessionResource;
  readonly auditLog: AuditLogResource;
  readonly workspaces: WorkspacesResource;
  readonly accounts: AccountsResource;
  readonly connections: ConnectionsResource;
  readonly providers: ProvidersResource;
  readonly manifests: ManifestsResource;
  readonly postGroups: PostGroupsResource;
  readonly posts: PostsResource;
  readonly media: MediaResource;
  readonly imports: ImportsResource;
  readonly inboundHooks: InboundHooksResource;
  readonly events: EventsResource;
  readonly webhookEndpoints: WebhookEndpointsResource;
  readonly webhookDeliveries: WebhookDeliveriesResource;
  readonly stats: StatsResource;
  readonly health: HealthResource;

  constructor(sender: Sender) {
    this.apiKeys = new ApiKeysResource(sender);
    this.session = new SessionResource(sender);
    this.auditLog = new AuditLogResource(sender);
    this.workspaces = new WorkspacesResource(sender);
    this.accounts = new AccountsResource(sender);
    this.connections = new ConnectionsResource(sender);
    this.providers = new ProvidersResource(sender);
    this.manifests = new ManifestsResource(sender);
    this.postGroups = new PostGroupsResource(sender);
    this.posts = new PostsResource(sender);
    this.media = new MediaResource(sender);
    this.imports = new ImportsResource(sender);
    this.inboundHooks = new InboundHooksResource(sender);
    this.events = new EventsResource(sender);
    this.webhookEndpoints = new WebhookEndpointsResource(sender);
    this.webhookDeliveries = new WebhookDeliveriesResource(sender);
    this.stats = new StatsResource(sender);
    this.health = new HealthResource(sender);
  }
}
