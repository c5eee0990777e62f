/** Generated from the OpenAPI document by scripts/generate.mjs: change the gateway, then generate anew. */
export interface paths {
  '/v1/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * API keys of the workspace, newest first
     * @description Revoked and expired ones, too. Needs the scope `admin`.
     */
    get: operations['listApiKeys'];
    put?: never;
    /**
     * Make an API key
     * @description The secret is in this answer and in no other; a repetition with the same Idempotency-Key gives it again for as long as the record is kept. Needs the scope `admin`.
     */
    post: operations['createApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One API key
     * @description Needs the scope `admin`.
     */
    get: operations['getApiKey'];
    put?: never;
    post?: never;
    /**
     * Revoke an API key
     * @description It stays listed. Every replica refuses it within 5 seconds. The key of this very request, and the last admin key of the workspace, only with `force=true`. Needs the scope `admin`.
     */
    delete: operations['revokeApiKey'];
    options?: never;
    head?: never;
    /**
     * Change name, scopes, expiry or rate limit
     * @description Every replica knows of it within 5 seconds. Needs the scope `admin`.
     */
    patch: operations['updateApiKey'];
    trace?: never;
  };
  '/v1/api-keys/{id}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replace an API key by a new one
     * @description The new key has the name, scopes and rate limit of the old one, which works until the overlap is over and names its successor in `replacedBy`. Needs the scope `admin`.
     */
    post: operations['rotateApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who is signed in, and what they may do
     * @description Of the cookie that came with the request; a request without one is refused.
     */
    get: operations['getSession'];
    put?: never;
    /**
     * Sign in with an API key
     * @description For browsers: the answer sets a cookie that no page can read. Programs send their key with each request instead.
     */
    post: operations['createSession'];
    /**
     * Sign out
     * @description Every replica refuses the session within 5 seconds, and its event streams end.
     */
    delete: operations['endSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session/methods': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How one can sign in */
    get: operations['getSessionMethods'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every change that was made through the API, newest first
     * @description Who changed what, with the state before and after. It never holds a secret. Needs the scope `admin`.
     */
    get: operations['listAuditLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/workspaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Workspaces, newest first
     * @description All of the instance for a key with the scope `instance`, else the key’s own. Needs the scope `admin`.
     */
    get: operations['listWorkspaces'];
    put?: never;
    /**
     * Make a workspace
     * @description It has no key yet: make one with `POST /v1/api-keys` and its `workspaceId`. Needs the scope `instance`.
     */
    post: operations['createWorkspace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/workspaces/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One workspace
     * @description Needs the scope `admin`.
     */
    get: operations['getWorkspace'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Rename a workspace
     * @description Needs the scope `admin`.
     */
    patch: operations['updateWorkspace'];
    trace?: never;
  };
  '/v1/accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Accounts through all connections
     * @description Needs the scope `accounts:read`.
     */
    get: operations['listAccounts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One account
     * @description Needs the scope `accounts:read`.
     */
    get: operations['getAccount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Connections of the workspace
     * @description Needs the scope `connections:read`.
     */
    get: operations['listConnections'];
    put?: never;
    /**
     * Connect to a provider, and list its accounts at once
     * @description A provider that refuses or is away does not undo the creation: see `status` and `error`. Needs the scope `connections:write`.
     */
    post: operations['createConnection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One connection
     * @description Needs the scope `connections:read`.
     */
    get: operations['getConnection'];
    put?: never;
    post?: never;
    /**
     * Delete a connection
     * @description Its credentials are erased and its accounts leave the lists; its posts stay readable. With open posts it is a conflict unless `force=true`. Webhooks that were registered at the provider are taken back there, as well as can be. Needs the scope `connections:write`.
     */
    delete: operations['deleteConnection'];
    options?: never;
    head?: never;
    /**
     * Change name, credentials or scheduling
     * @description Needs the scope `connections:write`.
     */
    patch: operations['updateConnection'];
    trace?: never;
  };
  '/v1/connections/{id}/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask the provider whether the credentials work
     * @description Needs the scope `connections:write`.
     */
    post: operations['checkConnection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections/{id}/sync': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * List the provider’s accounts anew
     * @description Needs the scope `connections:write`.
     */
    post: operations['syncConnection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What each provider can do, and what a connection to it needs
     * @description Those of this build, and those that the manifests of the workspace make. Needs the scope `accounts:read`.
     */
    get: operations['listProviders'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/manifests/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Say what is wrong with a manifest, and what could be better; nothing is stored
     * @description Needs the scope `connections:read`.
     */
    post: operations['checkManifest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/manifests/explain': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Say in plain words what a manifest does
     * @description Its operations, what statuses mean, how doubt ends, limits, and what is not certain. Needs the scope `connections:read`.
     */
    post: operations['explainManifest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/manifests/try': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Show each request that an operation would send, and how a pasted reply is read
     * @description Nothing is sent, and no credentials are kept. Needs the scope `connections:write`.
     */
    post: operations['tryManifest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/manifest-presets/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The manifest of a preset, to start from
     * @description With an `id` of its own it can be stored as the workspace’s. Needs the scope `connections:read`.
     */
    get: operations['getManifestPreset'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/manifests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Manifests of the workspace
     * @description Presets are not among them: `GET /v1/providers` lists those. Needs the scope `connections:read`.
     */
    get: operations['listManifests'];
    put?: never;
    /**
     * Store a manifest: from then on the workspace can connect to its provider
     * @description It is stored only if it passes; else each of its problems is an issue, with its place. Needs the scope `connections:write`.
     */
    post: operations['createManifest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/manifests/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One manifest
     * @description Needs the scope `connections:read`.
     */
    get: operations['getManifest'];
    put?: never;
    post?: never;
    /**
     * Delete a manifest with all of its versions
     * @description Needs the scope `connections:write`.
     */
    delete: operations['deleteManifest'];
    options?: never;
    head?: never;
    /**
     * Store the next version of a manifest
     * @description Its connections follow at once. The `id` within the manifest stays. A manifest that says what the newest version says makes no other. Needs the scope `connections:write`.
     */
    patch: operations['updateManifest'];
    trace?: never;
  };
  '/v1/manifests/{id}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Versions of a manifest, newest first
     * @description Needs the scope `connections:read`.
     */
    get: operations['listManifestVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/post-groups/validate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Say which rules a create would break; nothing is written or sent
     * @description The body is that of a create. Media by address are looked at, which a create leaves for later: so what is found here may be more than what a create refuses. Needs the scope `publish:write`.
     */
    post: operations['validatePostGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/post-groups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List post groups, newest first
     * @description Needs the scope `publish:read`.
     */
    get: operations['listPostGroups'];
    put?: never;
    /**
     * Publish content to accounts
     * @description Needs the scope `publish:write`.
     */
    post: operations['createPostGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/post-groups/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a post group with its posts
     * @description Needs the scope `publish:read`.
     */
    get: operations['getPostGroup'];
    put?: never;
    post?: never;
    /**
     * Cancel what can be canceled of a group
     * @description The group stays readable. Needs the scope `publish:write`.
     */
    delete: operations['cancelPostGroup'];
    options?: never;
    head?: never;
    /**
     * Edit a group while nothing of it was sent
     * @description Drafts, and groups that wait for their time here. All or nothing, by the rules of a create. Once a provider has one of the posts, or is being given it, the answer is 409 with the group. Needs the scope `publish:write`.
     */
    patch: operations['updatePostGroup'];
    trace?: never;
  };
  '/v1/posts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List posts, newest first
     * @description Needs the scope `publish:read`.
     */
    get: operations['listPosts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/posts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one post
     * @description Needs the scope `publish:read`.
     */
    get: operations['getPost'];
    put?: never;
    post?: never;
    /**
     * Cancel a post
     * @description Canceling a canceled post is no error. A post that went out is 409 `too_late`. Needs the scope `publish:write`.
     */
    delete: operations['cancelPost'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/posts/{id}/timeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what became of a post, and how
     * @description Every event of the post and every attempt at handing it over, of all its rounds, oldest first. An attempt has the calls that were made, with secrets redacted. Needs the scope `publish:read`.
     */
    get: operations['getPostTimeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/posts/bulk-retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Try failed posts again, by filter
     * @description Oldest first; without `force` those that need none come first. Needs the scope `publish:write`.
     */
    post: operations['bulkRetryPosts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/posts/{id}/reschedule': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Move a post that has not gone out
     * @description Needs the scope `publish:write`.
     */
    post: operations['reschedulePost'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/posts/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Try a failed post again
     * @description An unknown post is resolved first. Where the provider knows the post, it is asked once more. Needs the scope `publish:write`.
     */
    post: operations['retryPost'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/posts/{id}/resolve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Say what became of an unknown post
     * @description `not_published` makes it `failed`, or `canceled` where a cancel was asked for. What the provider later shows still counts. Needs the scope `publish:write`.
     */
    post: operations['resolvePost'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/post-groups/{id}/reschedule': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Move all posts that have not gone out
     * @description Needs the scope `publish:write`.
     */
    post: operations['reschedulePostGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/post-groups/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Try the failed posts of a group again
     * @description Those that cannot succeed by themselves only with `force`. Needs the scope `publish:write`.
     */
    post: operations['retryPostGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/media': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Store an image or a video
     * @description As `multipart/form-data` with the field `file`, or as JSON with the address of a file that is fetched now. Its type is told by its bytes. What no post comes to need is deleted at `expiresAt`. Needs the scope `publish:write`.
     */
    post: operations['createMedia'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/media/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is known of a stored medium
     * @description Needs the scope `publish:read`.
     */
    get: operations['getMedia'];
    put?: never;
    post?: never;
    /**
     * Delete a stored medium
     * @description A conflict while a post can still need it; `groupIds` names some of its groups. Needs the scope `publish:write`.
     */
    delete: operations['deleteMedia'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/post-groups/{id}/publish': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a draft, now or at its time
     * @description The rules are checked once more. A time that has passed is refused as in a create. Needs the scope `publish:write`.
     */
    post: operations['publishPostGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Imports, newest first
     * @description Needs the scope `publish:read`.
     */
    get: operations['listImports'];
    put?: never;
    /**
     * Make a post group of each row of a table (CSV)
     * @description A dry run says what each row would become and writes nothing. An import is taken whole and made row by row: bad rows are told and keep no others back, and no row is made twice, whatever breaks off in between. A file that cannot be read at all is refused. Needs the scope `publish:write`.
     */
    post: operations['createImport'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/imports/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One import, and how far it is
     * @description Needs the scope `publish:read`.
     */
    get: operations['getImport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/imports/{id}/rows': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of the rows, in the order of the file
     * @description Needs the scope `publish:read`.
     */
    get: operations['listImportRows'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/hooks/{connectionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take a provider’s webhook
     * @description One that came before is answered alike, and does nothing.
     */
    post: operations['takeProviderWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections/{id}/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the provider calls us, and what became of it
     * @description Needs the scope `connections:read`.
     */
    get: operations['getConnectionWebhooks'];
    put?: never;
    /**
     * Have the provider call us, or rotate the secret by which it does
     * @description The first call registers our address at the provider, every later one gets a new secret; webhooks under the old one are taken until it expires. Secrets are never shown. After a lost reply repeat it. Needs the scope `connections:write`.
     */
    post: operations['registerConnectionWebhooks'];
    /**
     * Have the provider call us no longer
     * @description Forgets the secrets that it gave; those entered by hand stay. Where nothing is registered, nothing is done. A provider that refuses, or cannot be asked, is a conflict or unavailable unless `force=true`. Needs the scope `connections:write`.
     */
    delete: operations['removeConnectionWebhooks'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The log of events, oldest first
     * @description Without `after` it begins with the oldest event that is kept. Repeat with `after` = `nextCursor`: no event is missing, none comes twice. Needs the scope `publish:read`.
     */
    get: operations['listEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/events/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The log of events as server-sent events
     * @description Each event has its sequence as its id, so that a client that reconnects with `Last-Event-ID` (or `after`) misses nothing. With neither, only what is new is sent. The data is an event as in `GET /v1/events`. Needs the scope `publish:read`.
     */
    get: operations['streamEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Webhook endpoints, newest first
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookEndpoints'];
    put?: never;
    /**
     * Have events sent to an address
     * @description It is told of what happens from now on. The secret is in this answer and in no other; a repetition with the same Idempotency-Key gives it again for as long as the record is kept. Needs the scope `webhooks:write`.
     */
    post: operations['createWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One webhook endpoint, and how it does
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['getWebhookEndpoint'];
    put?: never;
    post?: never;
    /**
     * Delete a webhook endpoint
     * @description With its deliveries: what is on its way is not sent any more. Needs the scope `webhooks:write`.
     */
    delete: operations['deleteWebhookEndpoint'];
    options?: never;
    head?: never;
    /**
     * Change a webhook endpoint, or switch it on or off
     * @description Switched on again it goes on with what is pending and with what happens from then on. What it missed: replay it. Needs the scope `webhooks:write`.
     */
    patch: operations['updateWebhookEndpoint'];
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a new secret
     * @description The new one signs at once; so do the earlier ones until the overlap is over, so that a receiver that knows any of them takes every delivery. Needs the scope `webhooks:write`.
     */
    post: operations['rotateWebhookEndpointSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a test
     * @description A `test.ping`, to this endpoint alone, whatever types it wants. Needs the scope `webhooks:write`.
     */
    post: operations['testWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send all events since a time again
     * @description Those that the endpoint wants, in their order, at most 5,000 per request; tests excepted, and what is on its way anyway. Each has the `webhook-id` that it had. Needs the scope `webhooks:write`.
     */
    post: operations['replayWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Deliveries to webhook endpoints, newest first
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-deliveries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One delivery: what was sent, and each answer
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['getWebhookDelivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-deliveries/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Deliver an event again
     * @description Makes a new delivery of the same event, whatever became of this one. Needs the scope `webhooks:write`.
     */
    post: operations['replayWebhookDelivery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/stats/overview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is open, what comes next, and what went wrong
     * @description How the workspace stands now, and what ended within the last `hours`. Everything is of one moment, `until`. The accounts of each connection are told to keys with `accounts:read`, the webhooks to those with `webhooks:read`; to others they are null. Needs the scope `publish:read`.
     */
    get: operations['getStatsOverview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/stats/punctuality': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How late posts started, hour by hour
     * @description From the moment at which a post was due to the beginning of the first attempt at it, by the clock of the database. A post that was handed over before it was due is not late: 0 seconds. One that never began counts with all that it has waited, until it failed or until now; drafts, and posts that were canceled before they began, do not count. Needs the scope `publish:read`.
     */
    get: operations['getStatsPunctuality'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process runs */
    get: operations['getLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process can serve, and posts go out */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * @description What a key may do. `admin` implies all of its workspace, `instance` implies all.
     * @enum {string}
     */
    Scope:
      | 'publish:read'
      | 'publish:write'
      | 'accounts:read'
      | 'connections:read'
      | 'connections:write'
      | 'webhooks:read'
      | 'webhooks:write'
      | 'admin'
      | 'instance';
    /** @description So many requests within each window of so many seconds. */
    ApiKeyRateLimit: {
      /** @example 600 */
      limit: number;
      /** @example 60 */
      windowSeconds: number;
    };
    /** @description What opens a workspace. Its secret is shown once, when it is made. */
    ApiKey: {
      /** @example key_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /** @example ws_01jd8x1p9m3v5q7r2t4w6y8z0a */
      workspaceId: string;
      /** @example campaign service */
      name: string;
      /**
       * @description How the key begins, for people to recognise it by.
       * @example pk_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      prefix: string;
      /**
       * @example [
       *       "publish:read",
       *       "publish:write"
       *     ]
       */
      scopes: components['schemas']['Scope'][];
      /** @description A limit of the key’s own; `null` = the instance’s default. */
      rateLimit: components['schemas']['ApiKeyRateLimit'] | null;
      /**
       * @description The key whose place this one took.
       * @example key_01jd8x1p9m3v5q7r2t4w6y8z09
       */
      replaces: string | null;
      /**
       * @description The key that took the place of this one, which works until `expiresAt`.
       * @example null
       */
      replacedBy: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      updatedAt: string;
      /**
       * Format: date-time
       * @description When the key stops working; `null` = never.
       * @example 2027-12-01T09:00:00.000Z
       */
      expiresAt: string | null;
      /**
       * Format: date-time
       * @example null
       */
      revokedAt: string | null;
      /**
       * Format: date-time
       * @description To the minute.
       * @example 2026-12-01T09:30:00.000Z
       */
      lastUsedAt: string | null;
    };
    ApiKeyList: {
      items: components['schemas']['ApiKey'][];
      /** @example null */
      nextCursor: string | null;
    };
    CreateApiKey: {
      /** @example campaign service */
      name: string;
      /**
       * @description What the key may do. A key gives no scope that it does not have itself.
       * @example [
       *       "publish:read",
       *       "publish:write"
       *     ]
       */
      scopes: components['schemas']['Scope'][];
      /**
       * Format: date-time
       * @description When the key stops working; `null` = never.
       * @example 2027-12-01T09:00:00.000Z
       */
      expiresAt?: string | null;
      /** @description A limit of the key’s own; `null` = the instance’s default. */
      rateLimit?: components['schemas']['ApiKeyRateLimit'] | null;
      /**
       * @description Another workspace that the key shall open; for callers with the scope `instance`.
       * @example ws_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      workspaceId?: string;
    };
    /** @description A key with its secret, which is shown this once. */
    NewApiKey: {
      /** @example key_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /** @example ws_01jd8x1p9m3v5q7r2t4w6y8z0a */
      workspaceId: string;
      /** @example campaign service */
      name: string;
      /**
       * @description How the key begins, for people to recognise it by.
       * @example pk_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      prefix: string;
      /**
       * @example [
       *       "publish:read",
       *       "publish:write"
       *     ]
       */
      scopes: components['schemas']['Scope'][];
      /** @description A limit of the key’s own; `null` = the instance’s default. */
      rateLimit: components['schemas']['ApiKeyRateLimit'] | null;
      /**
       * @description The key whose place this one took.
       * @example key_01jd8x1p9m3v5q7r2t4w6y8z09
       */
      replaces: string | null;
      /**
       * @description The key that took the place of this one, which works until `expiresAt`.
       * @example null
       */
      replacedBy: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      updatedAt: string;
      /**
       * Format: date-time
       * @description When the key stops working; `null` = never.
       * @example 2027-12-01T09:00:00.000Z
       */
      expiresAt: string | null;
      /**
       * Format: date-time
       * @example null
       */
      revokedAt: string | null;
      /**
       * Format: date-time
       * @description To the minute.
       * @example 2026-12-01T09:30:00.000Z
       */
      lastUsedAt: string | null;
      /**
       * @description The secret: send it as `Authorization: Bearer <key>`.
       * @example pk_01jd8x1p9m3v5q7r2t4w6y8z0a_3q2-7wJm…
       */
      key: string;
    };
    UpdateApiKey: {
      /** @example campaign service */
      name?: string;
      /**
       * @description What the key may do. A key gives no scope that it does not have itself.
       * @example [
       *       "publish:read"
       *     ]
       */
      scopes?: components['schemas']['Scope'][];
      /**
       * Format: date-time
       * @description When the key stops working; `null` = never.
       * @example 2027-12-01T09:00:00.000Z
       */
      expiresAt?: string | null;
      /** @description A limit of the key’s own; `null` = the instance’s default. */
      rateLimit?: components['schemas']['ApiKeyRateLimit'] | null;
    };
    RotateApiKey: {
      /**
       * @description For so long the old key works beside the new one; 0 = it stops at once.
       * @default 0
       * @example 86400
       */
      overlapSeconds?: number;
      /**
       * Format: date-time
       * @description When the new key stops working; absent = as the old one did.
       * @example 2028-12-01T09:00:00.000Z
       */
      expiresAt?: string | null;
    };
    /** @description Signs in with an API key. */
    CreateSession: {
      /**
       * @description The key. The session may do what it may, for as long as it works.
       * @example pk_01jd8x1p9m3v5q7r2t4w6y8z0a_3q2-7wJm…
       */
      apiKey: string;
    };
    /** @enum {string} */
    SignInMethod: 'api_key' | 'oidc';
    /** @description The workspace that a session opens. */
    SessionWorkspace: {
      /** @example ws_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /** @example Growth team */
      name: string;
    };
    /** @description A browser that is signed in. */
    Session: {
      /** @example ses_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /**
       * @description Who signed in: the key’s name, or the person’s.
       * @example campaign service
       */
      name: string;
      /** @example api_key */
      signedInBy: components['schemas']['SignInMethod'];
      workspace: components['schemas']['SessionWorkspace'];
      /**
       * @description All that it may do, with the scopes that others imply.
       * @example [
       *       "publish:read",
       *       "publish:write"
       *     ]
       */
      scopes: components['schemas']['Scope'][];
      /**
       * @description Send it as `X-CSRF-Token` with every request that is no GET.
       * @example u5m3cS0Yp0M2b8h1cVq7m0d4k9t2w6y8z0a1b3c5d7e
       */
      csrfToken: string;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description When it ends at the latest; one that is not used ends earlier.
       * @example 2026-12-01T21:00:00.000Z
       */
      expiresAt: string;
    };
    /** @description Signing in at an OpenID provider. */
    SignInWithOidc: {
      /**
       * @description What the provider is called on the button.
       * @example Acme single sign-on
       */
      name: string;
    };
    /** @description How one can sign in. */
    SignInMethods: {
      /**
       * @description With an API key.
       * @example true
       */
      apiKey: boolean;
      /** @description `null`: no provider is set up. */
      oidc: components['schemas']['SignInWithOidc'] | null;
    };
    /**
     * @description `person`: signed in with OpenID Connect. `system`: the gateway by itself.
     * @enum {string}
     */
    AuditActorType: 'api_key' | 'person' | 'system';
    /** @description Who made a change. */
    AuditActor: {
      /**
       * @description `person`: signed in with OpenID Connect. `system`: the gateway by itself.
       * @example api_key
       */
      type: components['schemas']['AuditActorType'];
      /** @example key_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string | null;
      /**
       * @description The person’s name then, or the key’s name today; `null` for a key of another workspace, that is, of the instance’s operator.
       * @example campaign service
       */
      name: string | null;
      /** @example pk_01jd8x1p9m3v5q7r2t4w6y8z0a */
      prefix: string | null;
    };
    /** @description What was changed. */
    AuditSubject: {
      /** @example post */
      type: string;
      /** @example post_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
    };
    /** @description One change that was made through the API. */
    AuditEntry: {
      /** @example aud_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      createdAt: string;
      actor: components['schemas']['AuditActor'];
      /**
       * @description `<subject type>.<verb>`
       * @example post.cancel
       */
      action: string;
      subject: components['schemas']['AuditSubject'];
      /**
       * @description The same as in the header X-Request-Id and in the log.
       * @example req_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      requestId: string | null;
      /**
       * @description What the API showed of it before; `null`: it did not exist.
       * @example {
       *       "status": "scheduled"
       *     }
       */
      before: {
        [key: string]: unknown;
      } | null;
      /**
       * @description What the API shows of it afterwards; `null`: it does not exist any more.
       * @example {
       *       "status": "canceled"
       *     }
       */
      after: {
        [key: string]: unknown;
      } | null;
    };
    AuditLog: {
      items: components['schemas']['AuditEntry'][];
      /** @example null */
      nextCursor: string | null;
    };
    /** @description A tenant: owns connections, accounts, posts and keys. */
    Workspace: {
      /** @example ws_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /** @example Growth team */
      name: string;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T09:00:00.000Z
       */
      updatedAt: string;
    };
    WorkspaceList: {
      items: components['schemas']['Workspace'][];
      /** @example null */
      nextCursor: string | null;
    };
    CreateWorkspace: {
      /** @example Growth team */
      name: string;
    };
    UpdateWorkspace: {
      /** @example Growth team */
      name?: string;
    };
    /** @enum {string} */
    AccountStatus: 'connected' | 'reauth_required' | 'disconnected';
    /** @description One account on a platform, seen through a connection. */
    Account: {
      /** @example acct_01jd… */
      id: string;
      /** @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct */
      connectionId: string;
      /** @example layers */
      provider: string;
      /** @example tiktok */
      platform: components['schemas']['Platform'];
      /** @example @acme */
      handle: string | null;
      /** @example Acme */
      displayName: string | null;
      /** @example null */
      avatarUrl: string | null;
      /** @example connected */
      status: components['schemas']['AccountStatus'];
      /**
       * @description The provider’s own id of the account.
       * @example 17841400008460056
       */
      reference: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      tokenExpiresAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      lastSuccessAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
    };
    AccountList: {
      items: components['schemas']['Account'][];
      /** @example null */
      nextCursor: string | null;
    };
    /** @enum {string} */
    ConnectionStatus: 'active' | 'needs_attention' | 'disabled';
    /**
     * @description Why a post or a try failed; `/docs/errors/<code>` has a page about each.
     * @enum {string}
     */
    PublishErrorCode:
      | 'AUTH_EXPIRED'
      | 'AUTH_FORBIDDEN'
      | 'CONNECTION_DISABLED'
      | 'CONTENT_INVALID'
      | 'CONTENT_TOO_LARGE'
      | 'CONTENT_REJECTED'
      | 'DUPLICATE_CONTENT'
      | 'APPROVAL_EXPIRED'
      | 'THREAD_INCOMPLETE'
      | 'RATE_LIMITED'
      | 'QUOTA_EXHAUSTED'
      | 'UPSTREAM_UNAVAILABLE'
      | 'UPSTREAM_ERROR'
      | 'UPSTREAM_REJECTED'
      | 'NETWORK_ERROR'
      | 'TIMEOUT'
      | 'OUTCOME_UNKNOWN'
      | 'TOO_LATE'
      | 'INTERNAL';
    /** @enum {string} */
    PublishErrorCategory:
      'auth' | 'content' | 'limit' | 'upstream' | 'network' | 'outcome' | 'lateness' | 'internal';
    /** @description Why something failed upstream, with the evidence. Every key is always there. */
    PublishError: {
      code: components['schemas']['PublishErrorCode'];
      category: components['schemas']['PublishErrorCategory'];
      /**
       * @description Whether a later try can succeed without anybody changing anything.
       * @example true
       */
      retryable: boolean;
      /**
       * @description Seconds, as the upstream asked for them.
       * @example null
       */
      retryAfter: number | null;
      /** @example The account’s authorisation has expired or was revoked. */
      message: string;
      /** @example Reconnect the account at the provider, then retry the post. */
      remedy: string;
      /** @example layers */
      provider: string | null;
      platform: components['schemas']['Platform'] | null;
      /** @example null */
      upstreamCode: string | null;
      /** @example null */
      upstreamHttpStatus: number | null;
      /** @example null */
      upstreamMessage: string | null;
      /** @example null */
      upstreamRequestId: string | null;
      /** @example null */
      platformCode: string | null;
      /** @example null */
      platformHttpStatus: number | null;
      /** @example null */
      platformMessage: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      occurredAt: string | null;
      /** @example /docs/errors/AUTH_EXPIRED */
      docs: string;
    };
    /**
     * @description Open after too many failures; half-open while one call finds out whether it works again.
     * @enum {string}
     */
    BreakerState: 'closed' | 'open' | 'half_open';
    /** @description Calls of the last `perSeconds`, of all processes together. */
    BudgetUse: {
      /** @example 1 */
      used: number;
      /** @example 1 */
      limit: number;
      /** @example 1 */
      perSeconds: number;
    };
    /** @description What holds back the traffic of a connection now. */
    ConnectionTraffic: {
      /** @description Open after too many failures; half-open while one call finds out whether it works again. */
      breaker: components['schemas']['BreakerState'];
      /**
       * Format: date-time
       * @description Nothing is sent before this; with an open breaker, one call is tried then.
       * @example 2026-12-01T08:00:00.000Z
       */
      pausedUntil: string | null;
      /** @description Our own rate budget, the upstream’s `Retry-After`, or the breaker. */
      reason: components['schemas']['ConnectionTrafficReason'] | null;
      /** @description Whether this connection alone pauses, or all of its provider. */
      scope: components['schemas']['ConnectionTrafficScope'] | null;
      reads: components['schemas']['BudgetUse'];
      writes: components['schemas']['BudgetUse'];
    };
    /** @description One workspace’s credentials for one provider. */
    Connection: {
      /** @example conn_01jd… */
      id: string;
      /** @example layers */
      provider: string;
      /** @example Layers, production */
      name: string;
      /**
       * @description The part of the credentials that is no secret.
       * @example {
       *       "baseUrl": "https://api.example.com"
       *     }
       */
      settings: {
        [key: string]: unknown;
      };
      scheduling: components['schemas']['ConnectionScheduling'] | null;
      /** @example active */
      status: components['schemas']['ConnectionStatus'];
      error: components['schemas']['PublishError'] | null;
      traffic: components['schemas']['ConnectionTraffic'];
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      checkedAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      syncedAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
    };
    ConnectionList: {
      items: components['schemas']['Connection'][];
      /** @example null */
      nextCursor: string | null;
    };
    CreateConnection: {
      /**
       * @description Id of a provider, as `GET /v1/providers` lists it.
       * @example layers
       */
      provider: string;
      /** @example Layers, production */
      name: string;
      /**
       * @description All that the provider’s `configSchema` asks for, secrets and settings alike.
       * @example {
       *       "apiKey": "…",
       *       "baseUrl": "https://api.example.com"
       *     }
       */
      credentials: {
        [key: string]: unknown;
      };
      /** @description Who keeps the time of scheduled posts; `null` = as the provider can. */
      scheduling?: components['schemas']['ConnectionScheduling'] | null;
    };
    UpdateConnection: {
      /** @example Layers, production */
      name?: string;
      /**
       * @description Properties to change; the others keep their values; `null` removes one.
       * @example {
       *       "apiKey": "…"
       *     }
       */
      credentials?: {
        [key: string]: unknown;
      };
      scheduling?: components['schemas']['ConnectionScheduling'] | null;
    };
    ConnectionCheck: {
      /** @example true */
      ok: boolean;
      /**
       * @description Whom the provider takes us for.
       * @example Acme Ltd.
       */
      identity: string | null;
      error: components['schemas']['PublishError'] | null;
    };
    ConnectionSync: {
      /**
       * @description How many accounts the provider listed.
       * @example 1
       */
      accounts: number;
      /** @example 1 */
      added: number;
      /** @example 1 */
      updated: number;
      /**
       * @description Accounts that the provider no longer lists.
       * @example 1
       */
      disconnected: number;
    };
    /** @enum {string} */
    TextUnit:
      | 'characters'
      | 'graphemes'
      | 'utf16'
      | 'bytes'
      | 'weighted'
      | 'weighted_full_links'
      | 'mastodon'
      | 'threads';
    TextLimit: {
      /** @example 280 */
      maxLength: number;
      /** @example weighted */
      unit: components['schemas']['TextUnit'];
      /**
       * @description Media alone are no post.
       * @example false
       */
      required: boolean;
    };
    MediaLimits: {
      /**
       * @description Items that a post needs at least.
       * @example 0
       */
      min: number;
      /**
       * @description Null: nobody limits it.
       * @example 4
       */
      max: number | null;
      /** @example 4 */
      maxImages: number | null;
      /** @example 1 */
      maxVideos: number | null;
      /**
       * @description Images and videos may stand together.
       * @example false
       */
      mixed: boolean;
    };
    ThreadLimit: {
      /**
       * @description The first part counts.
       * @example 25
       */
      maxParts: number;
    };
    /**
     * @description What is limited. Sizes are bytes, durations milliseconds, widths and heights pixels.
     * @enum {string}
     */
    RuleMeasure:
      | 'text_length'
      | 'text_required'
      | 'hashtags'
      | 'mentions'
      | 'links'
      | 'media_count'
      | 'media_mixed'
      | 'media_type'
      | 'media_bytes'
      | 'media_duration'
      | 'media_ratio'
      | 'media_width'
      | 'media_height'
      | 'alt_text_length'
      | 'title_length';
    /**
     * @description The media it speaks of.
     * @enum {string}
     */
    MediaClass: 'media' | 'image' | 'photo' | 'gif' | 'video';
    /**
     * @description It binds only a part that has such media; null = always.
     * @enum {string}
     */
    RuleCondition: 'media' | 'image' | 'video';
    /**
     * @description An error keeps a post from being created; a warning does not.
     * @enum {string}
     */
    Severity: 'error' | 'warning';
    /**
     * @description Whose limit it is.
     * @enum {string}
     */
    RuleOwner: 'platform' | 'provider';
    /** @description One limit that binds: the platform’s or the provider’s, whichever is narrower. */
    ContentRule: {
      /**
       * @description Stable.
       * @example x.text.max_weighted_length
       */
      id: string;
      /**
       * @description What is limited. Sizes are bytes, durations milliseconds, widths and heights pixels.
       * @example text_length
       */
      measure: components['schemas']['RuleMeasure'];
      /**
       * @description The media it speaks of.
       * @example null
       */
      of: components['schemas']['MediaClass'] | null;
      /**
       * @description How a length is counted. `characters`: Unicode code points; `bytes`: of UTF-8; `weighted`: as twitter-text weighs; `mastodon`: graphemes, links as 23 and handles without domain; `threads`: emojis by their bytes.
       * @example weighted
       */
      unit: components['schemas']['TextUnit'] | null;
      /** @example null */
      min: number | null;
      /** @example 280 */
      max: number | null;
      /**
       * @description Content types that are taken, where types are limited.
       * @example null
       */
      types: string[] | null;
      /**
       * @description It binds only a part that has such media; null = always.
       * @example null
       */
      when: components['schemas']['RuleCondition'] | null;
      /**
       * @description An error keeps a post from being created; a warning does not.
       * @example error
       */
      severity: components['schemas']['Severity'];
      /**
       * @description Whose limit it is.
       * @example platform
       */
      by: components['schemas']['RuleOwner'];
      /**
       * @description Where it is documented.
       * @example https://docs.x.com/fundamentals/counting-characters
       */
      source: string;
    };
    /** @description What the provider can do for the platform, beside the limits. */
    PlatformAbilities: {
      /** @description The limit of most texts, out of `limits`; null where none always binds. */
      text: components['schemas']['TextLimit'] | null;
      /** @description How many media a post may have, out of `limits`. */
      media: components['schemas']['MediaLimits'];
      /** @description Null: no threads. */
      thread: components['schemas']['ThreadLimit'] | null;
      /**
       * @description Whether it writes a first comment.
       * @example false
       */
      firstComment: boolean;
      /**
       * @description Whether it passes alternative texts on.
       * @example true
       */
      altText: boolean;
      /**
       * @description Values of `options.mode`.
       * @example [
       *       "publish"
       *     ]
       */
      modes: string[];
      /**
       * @description Further names of options.
       * @example [
       *       "reply_settings"
       *     ]
       */
      options: string[];
      /** @description Every limit that binds a post. */
      limits: components['schemas']['ContentRule'][];
    };
    ProviderPlatform: {
      /** @example x */
      platform: components['schemas']['Platform'];
      rules: components['schemas']['PlatformAbilities'];
    };
    ProviderCapabilities: {
      /**
       * @description The provider keeps the time itself.
       * @example true
       */
      scheduling: boolean;
      /**
       * @description Seconds: the provider takes no time further ahead. Postern keeps a post until its time is within reach; null = any time.
       * @example 2592000
       */
      schedulingMaxAheadSeconds: number | null;
      /** @example true */
      cancel: boolean;
      /** @example true */
      reschedule: boolean;
      /**
       * @description A reviewer may have to act upstream.
       * @example true
       */
      approval: boolean;
      /** @example true */
      webhooks: boolean;
      /**
       * @description Hands posts to the creator’s app.
       * @example true
       */
      handOff: boolean;
      /**
       * @description Takes the bytes of media; otherwise addresses alone, so that stored media need a public one.
       * @example true
       */
      mediaUpload: boolean;
      unknownResolution: components['schemas']['ProviderCapabilitiesUnknownResolution'];
      /** @example null */
      idempotencyWindowSeconds: number | null;
    };
    RateBudget: {
      /** @example 1 */
      limit: number;
      /** @example 1 */
      perSeconds: number;
    };
    RateBudgets: {
      read: components['schemas']['RateBudget'];
      write: components['schemas']['RateBudget'];
    };
    /** @description Seconds between reads of a post in that state. */
    PollCadence: {
      /** @example 1 */
      queued: number;
      /** @example 1 */
      publishing: number;
    };
    /** @description How the provider answers, over all connections to it. */
    ProviderHealth: {
      breaker: components['schemas']['BreakerState'];
      /**
       * Format: date-time
       * @description When it stopped answering.
       * @example 2026-12-01T08:00:00.000Z
       */
      since: string | null;
      /**
       * Format: date-time
       * @description When one call is tried next.
       * @example 2026-12-01T08:00:00.000Z
       */
      pausedUntil: string | null;
    };
    Provider: {
      /** @example layers */
      id: string;
      /** @example Layers */
      name: string;
      /**
       * Format: uri
       * @example https://docs.example.com
       */
      docsUrl: string;
      /**
       * @description JSON Schema of a connection’s `credentials`. Properties with `writeOnly` are secrets and are never returned.
       * @example {
       *       "type": "object",
       *       "properties": {
       *         "apiKey": {
       *           "type": "string",
       *           "writeOnly": true
       *         }
       *       }
       *     }
       */
      configSchema: {
        [key: string]: unknown;
      };
      platforms: components['schemas']['ProviderPlatform'][];
      capabilities: components['schemas']['ProviderCapabilities'];
      rateBudgets: components['schemas']['RateBudgets'];
      pollCadence: components['schemas']['PollCadence'];
      health: components['schemas']['ProviderHealth'];
    };
    ProviderList: {
      items: components['schemas']['Provider'][];
      /** @example null */
      nextCursor: string | null;
    };
    CheckManifest: {
      /**
       * @description The manifest itself, `postern/v1`. At most 256 KiB as JSON.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest: {
        [key: string]: unknown;
      };
    };
    ManifestIssue: {
      /**
       * @description Within the manifest; empty for the whole.
       * @example operations.createPost.method
       */
      path: string;
      /**
       * @description Stable.
       * @example manifest.unknown_key
       */
      rule: string;
      /**
       * @description An error keeps the manifest from being stored and run; a warning does not.
       * @example error
       */
      severity: components['schemas']['Severity'];
      /** @example There is no key "methd" here. */
      message: string;
      /**
       * @description The right name that is probably meant.
       * @example method
       */
      suggestion: string | null;
    };
    ManifestCheck: {
      /**
       * @description It can be stored: nothing below is an error.
       * @example true
       */
      valid: boolean;
      issues: components['schemas']['ManifestIssue'][];
      /** @description What follows from what it contains. */
      capabilities: components['schemas']['ProviderCapabilities'] | null;
    };
    /** @description Give `manifest`, `manifestId` or `preset`. */
    ExplainManifest: {
      /**
       * @description A manifest that need not be stored.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest?: {
        [key: string]: unknown;
      };
      /**
       * @description A stored one, in its newest version.
       * @example man_01jdb2k7m4x8p6q3w9v5z0n1ct
       */
      manifestId?: string;
      /**
       * @description One that ships with Postern.
       * @example postato
       */
      preset?: string;
    };
    ExplainedOperation: {
      /** @example createPost */
      name: string;
      /** @example POST /posts */
      request: string;
      /** @example Publishes or schedules a post. */
      purpose: string;
    };
    /**
     * @description Whose word it is.
     * @enum {string}
     */
    StatusLevel: 'post' | 'group' | 'rule';
    ExplainedStatus: {
      /**
       * @description Whose word it is.
       * @example post
       */
      level: components['schemas']['StatusLevel'];
      /**
       * @description The upstream’s.
       * @example in line
       */
      word: string;
      /**
       * @description What Postern shows.
       * @example queued
       */
      means: string;
    };
    ExplainedPlatform: {
      /** @example x */
      platform: components['schemas']['Platform'];
      /**
       * @description The upstream’s.
       * @example twitter
       */
      word: string;
      /** @example [] */
      notes: string[];
    };
    /** @description A manifest in plain words. */
    ManifestExplanation: {
      /** @example generic:herald */
      provider: string;
      /** @example Herald */
      name: string;
      /**
       * @example [
       *       "Each target is a post of its own."
       *     ]
       */
      summary: string[];
      operations: components['schemas']['ExplainedOperation'][];
      statuses: components['schemas']['ExplainedStatus'][];
      platforms: components['schemas']['ExplainedPlatform'][];
      capabilities: components['schemas']['ProviderCapabilities'];
      /**
       * @example [
       *       "At most 60 writes a minute."
       *     ]
       */
      limits: string[];
      /**
       * @description What is not known for certain.
       * @example []
       */
      notes: string[];
      warnings: components['schemas']['ManifestIssue'][];
    };
    /**
     * @description `webhook` reads a pasted delivery.
     * @enum {string}
     */
    TrialOperation:
      | 'check'
      | 'createPost'
      | 'releasePost'
      | 'getPost'
      | 'getRows'
      | 'listPosts'
      | 'findPosts'
      | 'getApproval'
      | 'cancelPost'
      | 'reschedulePost'
      | 'listAccounts'
      | 'webhook';
    TrialAccount: {
      /** @example desk-1 */
      reference: string;
      /** @example x */
      platform: components['schemas']['Platform'];
      data?: {
        [key: string]: string;
      };
    };
    /** @description The post upstream that is read or changed. */
    TrialReference: {
      /** @example 65f0c1d2e3 */
      id: string;
      data?: {
        [key: string]: string;
      };
    };
    /** @description What the upstream would answer, as it was pasted. */
    TrialReply: {
      /** @example 201 */
      status: number;
      headers?: {
        [key: string]: string;
      };
      /**
       * @description JSON; a text that is JSON is read as such.
       * @example {
       *       "id": "65f0c1d2e3",
       *       "status": "queued"
       *     }
       */
      body?:
        | {
            [key: string]: unknown;
          }
        | unknown[]
        | string
        | null;
    };
    /** @description Give `manifest`, `manifestId` or `preset`. */
    TryManifest: {
      /**
       * @description A manifest that need not be stored.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest?: {
        [key: string]: unknown;
      };
      /**
       * @description A stored one, in its newest version.
       * @example man_01jdb2k7m4x8p6q3w9v5z0n1ct
       */
      manifestId?: string;
      /**
       * @description One that ships with Postern.
       * @example postato
       */
      preset?: string;
      /**
       * @description `webhook` reads a pasted delivery.
       * @example createPost
       */
      operation: components['schemas']['TrialOperation'];
      /**
       * @description Properties of a connection; samples stand in for what is missing. Never kept, never shown.
       * @example {
       *       "token": "…"
       *     }
       */
      credentials?: {
        [key: string]: unknown;
      };
      account?: components['schemas']['TrialAccount'];
      /**
       * @description The post that is sent: `text`, `media`, `thread`, `options`, `scheduledAt`.
       * @example {
       *       "text": "Opening day"
       *     }
       */
      post?: {
        [key: string]: unknown;
      };
      ref?: components['schemas']['TrialReference'];
      reply?: components['schemas']['TrialReply'];
      /** @description For several requests, in their order; the last one answers whatever follows. */
      replies?: components['schemas']['TrialReply'][];
    };
    TrialOfPost: {
      /**
       * @example post
       * @enum {string}
       */
      kind: 'post';
      /** @example accepted */
      outcome: string;
      /** @example 65f0c1d2e3 */
      id: string | null;
      /**
       * @description What Postern would know of the post.
       * @example {}
       */
      snapshot: {
        [key: string]: unknown;
      } | null;
      error: components['schemas']['PublishError'] | null;
    };
    TrialRow: {
      /** @example 65f0c1d2e3 */
      id: string | null;
      /**
       * @description What Postern would know of the post.
       * @example {}
       */
      snapshot: {
        [key: string]: unknown;
      };
    };
    TrialOfList: {
      /**
       * @example list
       * @enum {string}
       */
      kind: 'list';
      rows: components['schemas']['TrialRow'][];
      /** @example false */
      nextPage: boolean;
    };
    TrialOfAccounts: {
      /**
       * @example accounts
       * @enum {string}
       */
      kind: 'accounts';
      /** @example [] */
      accounts: {
        [key: string]: unknown;
      }[];
    };
    TrialOfWebhook: {
      /**
       * @example webhook
       * @enum {string}
       */
      kind: 'webhook';
      /** @example post.published */
      type: string | null;
      /** @example [] */
      references: string[];
    };
    TrialOfCheck: {
      /**
       * @example check
       * @enum {string}
       */
      kind: 'check';
      /** @example true */
      ok: boolean;
      /** @example a@example.com */
      identity: string | null;
      error: components['schemas']['PublishError'] | null;
    };
    TrialRequest: {
      /** @example POST */
      method: string;
      /** @example https://herald.example/v1/posts */
      url: string;
      /**
       * @description Secrets are shown as `***`.
       * @example {
       *       "authorization": "Bearer ***"
       *     }
       */
      headers: {
        [key: string]: string;
      };
      /** @example {"text":"Opening day"} */
      body: string | null;
    };
    /** @description What would be sent, and how a pasted reply is read. */
    ManifestTrial: {
      requests: components['schemas']['TrialRequest'][];
      /**
       * @description Null where no reply was given.
       * @example null
       */
      reading:
        | components['schemas']['TrialOfPost']
        | components['schemas']['TrialOfList']
        | components['schemas']['TrialOfAccounts']
        | components['schemas']['TrialOfWebhook']
        | components['schemas']['TrialOfCheck']
        | null;
      /**
       * @description Why a request cannot be made, or the reply not be read.
       * @example []
       */
      problems: string[];
    };
    /** @description A manifest that ships with Postern, to start from. */
    ManifestPreset: {
      /** @example postato */
      name: string;
      /**
       * @description The manifest itself, `postern/v1`. At most 256 KiB as JSON.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest: {
        [key: string]: unknown;
      };
    };
    /** @description A manifest of the workspace, in its newest version. */
    ManifestSummary: {
      /** @example man_01jdb2k7m4x8p6q3w9v5z0n1ct */
      id: string;
      /**
       * @description What connections name as their `provider`.
       * @example generic:herald
       */
      provider: string;
      /** @example Herald */
      name: string;
      /** @example 3 */
      version: number;
      /**
       * @description On this version.
       * @example null
       */
      notes: string | null;
      /**
       * @description Why this Postern does not run it: it was stored by another one. Its posts wait.
       * @example null
       */
      problem: string | null;
      capabilities: components['schemas']['ProviderCapabilities'] | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description When this version was stored.
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
    };
    ManifestList: {
      items: components['schemas']['ManifestSummary'][];
      /** @example null */
      nextCursor: string | null;
    };
    CreateManifest: {
      /**
       * @description The manifest itself, `postern/v1`. At most 256 KiB as JSON.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest: {
        [key: string]: unknown;
      };
      /**
       * @description What this version is, or changes, in your words.
       * @example Second step of media uploads
       */
      notes?: string | null;
    };
    /** @description One version of a manifest. */
    Manifest: {
      /** @example man_01jdb2k7m4x8p6q3w9v5z0n1ct */
      id: string;
      /**
       * @description What connections name as their `provider`.
       * @example generic:herald
       */
      provider: string;
      /** @example Herald */
      name: string;
      /** @example 3 */
      version: number;
      /**
       * @description On this version.
       * @example null
       */
      notes: string | null;
      /**
       * @description Why this Postern does not run it: it was stored by another one. Its posts wait.
       * @example null
       */
      problem: string | null;
      capabilities: components['schemas']['ProviderCapabilities'] | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description When this version was stored.
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
      /**
       * @description As it was stored.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest: {
        [key: string]: unknown;
      };
      /** @description What could be better. */
      warnings: components['schemas']['ManifestIssue'][];
    };
    /** @description A whole manifest, which becomes the next version. */
    UpdateManifest: {
      /**
       * @description The manifest itself, `postern/v1`. At most 256 KiB as JSON.
       * @example {
       *       "manifest": "postern/v1",
       *       "id": "herald",
       *       "name": "Herald"
       *     }
       */
      manifest: {
        [key: string]: unknown;
      };
      /**
       * @description What this version is, or changes, in your words.
       * @example Second step of media uploads
       */
      notes?: string | null;
    };
    ManifestVersion: {
      /** @example 3 */
      version: number;
      /** @example Second step of media uploads */
      notes: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
    };
    ManifestVersionList: {
      items: components['schemas']['ManifestVersion'][];
      /** @example null */
      nextCursor: string | null;
    };
    /** @description Exactly one of `mediaId` and `url` is given. */
    MediaItemInput: {
      /**
       * @description Id of a medium that was stored by `POST /v1/media`.
       * @example med_01j9zk3t8q4m2v7w5x6y0abcde
       */
      mediaId?: string | null;
      /**
       * Format: uri
       * @description Public http(s) address of the file.
       * @example https://example.com/a.jpg
       */
      url?: string | null;
      /** @example A cup of coffee */
      altText?: string | null;
    };
    ThreadPartInput: {
      /** @example second part */
      text: string;
      media?: components['schemas']['MediaItemInput'][] | null;
    };
    ContentInput: {
      /** @example Opening day */
      text?: string | null;
      media?: components['schemas']['MediaItemInput'][] | null;
      /** @description Parts after the first. */
      thread?: components['schemas']['ThreadPartInput'][] | null;
      /** @example null */
      firstComment?: string | null;
    };
    Target: {
      /** @example acct_01j9zk3t8q4m2v7w5x6y0abcde */
      accountId: string;
      /**
       * @description Replaces the group’s content member by member.
       * @example {
       *       "text": "Opening day!"
       *     }
       */
      content?: components['schemas']['ContentInput'] | null;
      /**
       * @description `mode` and the provider’s own options; see `GET /v1/providers`. At most 16 KiB as JSON.
       * @example {
       *       "mode": "publish"
       *     }
       */
      options?: {
        [key: string]: unknown;
      } | null;
    };
    CreatePostGroup: {
      content?: components['schemas']['ContentInput'] | null;
      targets: components['schemas']['Target'][];
      /**
       * Format: date-time
       * @description RFC 3339 with an offset, at most 3650 days ahead; absent or null = at once.
       * @example 2026-12-01T09:00:00+01:00
       */
      scheduledAt?: string | null;
      /**
       * @description Save only; nothing is sent.
       * @default false
       * @example false
       */
      draft?: boolean;
      /** @example campaign-7/42 */
      clientReference?: string | null;
      /**
       * @description A post that could not be handed over this long after its time fails with TOO_LATE.
       * @default 86400
       * @example 86400
       */
      maxLatenessSeconds?: number | null;
      /**
       * @description Without an idempotency key: where an account was given equal content (text, media, thread and first comment) within so many seconds, nothing is created and the answer is 409 with those posts. Posts that failed or were canceled do not count. Of a draft it holds when the draft is sent.
       * @example 3600
       */
      duplicateWindowSeconds?: number | null;
      /**
       * @description Yours: kept and given back as it is. At most 16 KiB as JSON.
       * @example {
       *       "team": "growth"
       *     }
       */
      metadata?: {
        [key: string]: unknown;
      } | null;
    };
    /** @description A rule that a create would break, or a warning. */
    ContentIssue: {
      /**
       * @description Where in the request.
       * @example targets[1].content.text
       */
      path: string;
      /**
       * @description Stable; `GET /v1/providers` lists the rules that are limits.
       * @example x.text.max_weighted_length
       */
      rule: string;
      /**
       * @description An error keeps the group from being created; a warning does not.
       * @example error
       */
      severity: components['schemas']['Severity'];
      /**
       * @description One sentence for a person.
       * @example The text has 301 weighted characters; X takes 280.
       */
      message: string;
      /**
       * @description What a person can do about it.
       * @example Shorten the text by 21.
       */
      fix: string;
      /**
       * @description Whose rule it is: a page of documentation, a provider, or Postern itself.
       * @example https://docs.x.com/fundamentals/counting-characters
       */
      source: string;
      /**
       * @description Of the target that is concerned; null where it is the whole request.
       * @example acct_01j9zk3t8q4m2v7w5x6y0abcde
       */
      accountId: string | null;
    };
    /** @description A target and how much room its text leaves. */
    ValidatedTarget: {
      /** @example acct_01j9zk3t8q4m2v7w5x6y0abcde */
      accountId: string;
      /**
       * @description Null where there is no such account.
       * @example x
       */
      platform: components['schemas']['Platform'] | null;
      /**
       * @description Of the text (the first part of a thread), in the unit of the limit that leaves the least room. Null where the account cannot be posted to.
       * @example 301
       */
      length: number | null;
      /**
       * @description That limit; null where nobody sets one.
       * @example 280
       */
      maxLength: number | null;
    };
    /** @description What a create would say to the same body. */
    Validation: {
      /**
       * @description No issue is an error.
       * @example false
       */
      valid: boolean;
      /** @description Every rule that is broken, target by target. */
      issues: components['schemas']['ContentIssue'][];
      /** @description The targets in the order of the request. */
      targets: components['schemas']['ValidatedTarget'][];
    };
    /**
     * @description Why the API refuses a request; `/docs/errors/<code>` has a page about each.
     * @enum {string}
     */
    ProblemCode:
      | 'MALFORMED_REQUEST'
      | 'UNAUTHENTICATED'
      | 'FORBIDDEN_SCOPE'
      | 'FORBIDDEN_CSRF'
      | 'FORBIDDEN_ORIGIN'
      | 'NOT_FOUND'
      | 'METHOD_NOT_ALLOWED'
      | 'REQUEST_TIMEOUT'
      | 'CONFLICT'
      | 'IDEMPOTENCY_CONFLICT'
      | 'IDEMPOTENCY_IN_FLIGHT'
      | 'PAYLOAD_TOO_LARGE'
      | 'UNSUPPORTED_MEDIA_TYPE'
      | 'VALIDATION'
      | 'RATE_LIMITED'
      | 'HEADERS_TOO_LARGE'
      | 'INTERNAL'
      | 'UNAVAILABLE';
    /** @description A rule that a field of the request breaks. */
    Issue: {
      /** @example targets[1].content.text */
      path: string;
      /**
       * @description A stable word.
       * @example unknown_field
       */
      rule: string;
      /**
       * @description One sentence for a person.
       * @example text
       */
      message: string;
    };
    /**
     * @description Where a post stands.
     * @enum {string}
     */
    PostStatus:
      | 'draft'
      | 'pending_approval'
      | 'scheduled'
      | 'queued'
      | 'publishing'
      | 'unknown'
      | 'handed_off'
      | 'published'
      | 'failed'
      | 'canceled';
    /** @description One image or video; exactly one of `mediaId` and `url` is set. */
    MediaItem: {
      /** @example med_01jdb2k7m4x8p6q3w9v5z0n1ct */
      mediaId: string | null;
      /** @example https://example.com/a.jpg */
      url: string | null;
      /** @example A cup of coffee */
      altText: string | null;
    };
    /** @description A part after the first. */
    ThreadPart: {
      /** @example Opening day */
      text: string;
      media: components['schemas']['MediaItem'][];
    };
    /** @description The content of a group or of one post, every member present. */
    Content: {
      /** @example Opening day */
      text: string;
      media: components['schemas']['MediaItem'][];
      thread: components['schemas']['ThreadPart'][];
      /** @example null */
      firstComment: string | null;
    };
    /** @description One part of a thread, as the network shows it. */
    PostPart: {
      /** @example 0 */
      index: number;
      status: components['schemas']['PostStatus'] | null;
      /** @example 17900000000000000 */
      platformPostId: string | null;
      /** @example https://example.com/p/17900000000000000 */
      platformPostUrl: string | null;
    };
    /** @description One account, one platform, one outcome. */
    Post: {
      /** @example post_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /** @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct */
      groupId: string;
      /** @example acct_01jdb2k7m4x8p6q3w9v5z0n1ct */
      accountId: string;
      /** @example postpost */
      provider: string;
      /** @example threads */
      platform: components['schemas']['Platform'];
      /** @example published */
      status: components['schemas']['PostStatus'];
      /**
       * @description The provider’s own word.
       * @example published
       */
      upstreamStatus: string | null;
      /** @example @acme */
      handle: string | null;
      /** @description The group’s, with what its target replaces. */
      content: components['schemas']['Content'];
      /**
       * @description Of its target: `mode` and the provider’s own.
       * @example {
       *       "mode": "publish"
       *     }
       */
      options: {
        [key: string]: unknown;
      };
      /**
       * @description The id at the provider.
       * @example 65f0c1d2e3
       */
      providerReference: string | null;
      /**
       * @description The id on the network.
       * @example 17900000000000000
       */
      platformPostId: string | null;
      /**
       * @description The link on the network.
       * @example https://example.com/p/17900000000000000
       */
      platformPostUrl: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      scheduledAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      attemptedAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      publishedAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      canceledAt: string | null;
      canceledBy: components['schemas']['PostCanceledBy'] | null;
      /** @example null */
      cancelReason: string | null;
      parts: components['schemas']['PostPart'][] | null;
      /**
       * @description Tries at handing it over.
       * @example 1
       */
      attempts: number;
      error: components['schemas']['PublishError'] | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
    };
    /** @description Nothing was created. */
    CreatePostGroupProblem: {
      /**
       * Format: uri-reference
       * @example /docs/errors/VALIDATION
       */
      type: string;
      /** @example text */
      title: string;
      /** @example 422 */
      status: number;
      /**
       * @description What is wrong with this very request.
       * @example text
       */
      detail: string;
      code: components['schemas']['ProblemCode'];
      /**
       * @description The same as in the header X-Request-Id and in the log.
       * @example text
       */
      requestId: string;
      issues?: components['schemas']['Issue'][];
      /**
       * @description With `FORBIDDEN_SCOPE`: the scope that the key lacks.
       * @example text
       */
      scope?: string;
      /** @description Where a provider was asked and failed. */
      error?: components['schemas']['PublishError'];
      /** @description The posts of equal content, where `duplicateWindowSeconds` was given. */
      posts?: components['schemas']['Post'][];
    };
    /**
     * @description Where a group stands, derived from its posts.
     * @enum {string}
     */
    PostGroupStatus:
      | 'draft'
      | 'pending_approval'
      | 'scheduled'
      | 'queued'
      | 'publishing'
      | 'unknown'
      | 'handed_off'
      | 'published'
      | 'failed'
      | 'canceled'
      | 'partially_published';
    /** @description One request of a caller: content for N accounts. */
    PostGroup: {
      /** @example pg_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * @description Derived from the posts.
       * @example published
       */
      status: components['schemas']['PostGroupStatus'];
      /**
       * @description Rises with every change of the group or of one of its posts.
       * @example 3
       */
      version: number;
      /**
       * @description How many posts are in each status that occurs.
       * @example {
       *       "published": 2,
       *       "failed": 1
       *     }
       */
      counts: {
        draft?: number;
        pending_approval?: number;
        scheduled?: number;
        queued?: number;
        publishing?: number;
        unknown?: number;
        handed_off?: number;
        published?: number;
        failed?: number;
        canceled?: number;
      };
      /** @example campaign-7/42 */
      clientReference: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      scheduledAt: string | null;
      content: components['schemas']['Content'];
      /**
       * @example {
       *       "team": "growth"
       *     }
       */
      metadata: {
        [key: string]: unknown;
      };
      posts: components['schemas']['Post'][];
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
    };
    PostGroupPage: {
      items: components['schemas']['PostGroup'][];
      /** @example null */
      nextCursor: string | null;
    };
    PostPage: {
      items: components['schemas']['Post'][];
      /** @example null */
      nextCursor: string | null;
    };
    /**
     * @description What happened.
     * @enum {string}
     */
    EventType:
      | 'post.created'
      | 'post.scheduled'
      | 'post.pending_approval'
      | 'post.queued'
      | 'post.publishing'
      | 'post.published'
      | 'post.handed_off'
      | 'post.failed'
      | 'post.canceled'
      | 'post.unknown'
      | 'post.resolved'
      | 'post.rescheduled'
      | 'post.updated'
      | 'post.needs_attention'
      | 'post.duplicate_risk'
      | 'post_group.created'
      | 'post_group.completed'
      | 'post_group.partially_published'
      | 'post_group.failed'
      | 'post_group.canceled'
      | 'connection.needs_attention'
      | 'webhook_endpoint.disabled'
      | 'test.ping';
    /** @description Something that became of the post. */
    TimelineEvent: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'event';
      /** @example evt_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.412Z
       */
      at: string;
      /** @example post.published */
      type: components['schemas']['EventType'];
      /**
       * @description As in `GET /v1/events`.
       * @example {
       *       "status": "published",
       *       "previousStatus": "publishing"
       *     }
       */
      data: {
        [key: string]: unknown;
      };
    };
    /** @description One call to the provider. Secrets are redacted, long bodies cut. */
    Exchange: {
      /** @example POST */
      method: components['schemas']['ExchangeMethod'];
      /** @example https://api.example.com/v1/posts */
      url: string;
      /** @example {"text":"Opening day"} */
      requestBody: string | null;
      /** @example {"id":"65f0"} */
      responseBody: string | null;
      /** @example 201 */
      status: number | null;
      /**
       * @description The provider’s id of the request.
       * @example null
       */
      requestId: string | null;
      /**
       * @description Milliseconds.
       * @example 184.2
       */
      durationMs: number;
      /** @example response */
      outcome: components['schemas']['ExchangeOutcome'];
      /**
       * @description Why no whole reply came.
       * @example null
       */
      message: string | null;
    };
    /** @description One try at handing the post to its provider. */
    TimelineAttempt: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      kind: 'attempt';
      /** @example att_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: date-time
       * @description When it began.
       * @example 2026-12-01T08:00:00.031Z
       */
      at: string;
      /**
       * @description Posts that go out in one call share it.
       * @example sub_01j9zk3t8q4m2v7w5x6y0abcde
       */
      submissionId: string;
      /**
       * @description A retry opens the next one.
       * @example 1
       */
      round: number;
      /**
       * @description Within the submission.
       * @example 1
       */
      number: number;
      /**
       * @description Of the worker’s lease: whoever holds an older one changes nothing.
       * @example 1
       */
      fence: number;
      /** @example host-1/4711/a3f09c */
      worker: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.405Z
       */
      finishedAt: string | null;
      /**
       * @description null while it runs; `abandoned`: its worker died.
       * @example accepted
       */
      outcome: components['schemas']['TimelineAttemptOutcome'] | null;
      error: components['schemas']['PublishError'] | null;
      exchanges: components['schemas']['Exchange'][];
    };
    TimelinePage: {
      items: (components['schemas']['TimelineEvent'] | components['schemas']['TimelineAttempt'])[];
      /** @example null */
      nextCursor: string | null;
    };
    /** @description The command could not be done. */
    PostCommandProblem: {
      /**
       * Format: uri-reference
       * @example /docs/errors/VALIDATION
       */
      type: string;
      /** @example text */
      title: string;
      /** @example 422 */
      status: number;
      /**
       * @description What is wrong with this very request.
       * @example text
       */
      detail: string;
      code: components['schemas']['ProblemCode'];
      /**
       * @description The same as in the header X-Request-Id and in the log.
       * @example text
       */
      requestId: string;
      issues?: components['schemas']['Issue'][];
      /**
       * @description With `FORBIDDEN_SCOPE`: the scope that the key lacks.
       * @example text
       */
      scope?: string;
      /** @description Where a provider was asked and failed. */
      error?: components['schemas']['PublishError'];
      /** @description Why, in one word. */
      result?: components['schemas']['PostCommandProblemResult'];
      /** @description The post as it is. */
      post?: components['schemas']['Post'];
    };
    CancelOrder: {
      /** @example The date moved */
      reason?: string | null;
    };
    /** @description What became of a command on one post. */
    CommandResult: {
      /** @example post_01jdb2k7m4x8p6q3w9v5z0n1ct */
      postId: string;
      /**
       * @description `done`; `pending`: the provider has not answered yet; `too_late`: it went out or is going out; `already_final`; `not_supported` by the provider; `refused`: see `error`.
       * @example done
       */
      result: components['schemas']['PostCommandProblemResult'];
      /**
       * @description The post’s status now.
       * @example canceled
       */
      status: components['schemas']['PostStatus'];
      error: components['schemas']['PublishError'] | null;
    };
    /** @description None of the posts could be changed. */
    PostsCommandProblem: {
      /**
       * Format: uri-reference
       * @example /docs/errors/VALIDATION
       */
      type: string;
      /** @example text */
      title: string;
      /** @example 422 */
      status: number;
      /**
       * @description What is wrong with this very request.
       * @example text
       */
      detail: string;
      code: components['schemas']['ProblemCode'];
      /**
       * @description The same as in the header X-Request-Id and in the log.
       * @example text
       */
      requestId: string;
      issues?: components['schemas']['Issue'][];
      /**
       * @description With `FORBIDDEN_SCOPE`: the scope that the key lacks.
       * @example text
       */
      scope?: string;
      /** @description Where a provider was asked and failed. */
      error?: components['schemas']['PublishError'];
      results?: components['schemas']['CommandResult'][];
      /** @description The group as it is, where If-Match is stale. */
      group?: components['schemas']['PostGroup'];
    };
    /** @description Of failed posts; all that is given must hold. */
    BulkRetryFilter: {
      /**
       * @example [
       *       "AUTH_EXPIRED"
       *     ]
       */
      errorCode?: components['schemas']['PublishErrorCode'][];
      /** @example acct_01jdb2k7m4x8p6q3w9v5z0n1ct */
      accountId?: string;
      /** @example layers */
      provider?: string;
      /**
       * @description `twitter` is taken as `x`.
       * @example instagram
       */
      platform?: components['schemas']['Platform'];
      /**
       * Format: date-time
       * @description Inclusive lower bound of when it was due: scheduledAt, else createdAt.
       * @example 2026-12-01T08:00:00.000Z
       */
      since?: string;
      /**
       * Format: date-time
       * @description Inclusive upper bound of the same.
       * @example 2026-12-01T08:00:00.000Z
       */
      until?: string;
    };
    BulkRetryOrder: {
      filter: components['schemas']['BulkRetryFilter'];
      /**
       * @default false
       * @example false
       */
      force?: boolean;
      /**
       * @default 100
       * @example 100
       */
      limit?: number;
    };
    BulkCommandResult: {
      results: components['schemas']['CommandResult'][];
    };
    RescheduleOrder: {
      /**
       * Format: date-time
       * @description RFC 3339 with an offset, in the future, at most 3650 days ahead.
       * @example 2026-12-01T09:00:00+01:00
       */
      scheduledAt: string;
    };
    RetryOrder: {
      /**
       * @description Also what cannot succeed unless something was changed, or may be published a second time.
       * @default false
       * @example false
       */
      force?: boolean;
    };
    ResolveOrder: {
      /** @example published */
      outcome: components['schemas']['ResolveOrderOutcome'];
      /**
       * @description Only with `published`.
       * @example 17900000000000000
       */
      platformPostId?: string | null;
      /**
       * Format: uri
       * @description http or https; only with `published`.
       * @example https://example.com/p/17900000000000000
       */
      platformPostUrl?: string | null;
      /**
       * @description How it was found out; kept in the history.
       * @example Seen on the profile.
       */
      note: string;
    };
    PostGroupCommandResult: {
      group: components['schemas']['PostGroup'];
      results: components['schemas']['CommandResult'][];
    };
    MediaFromUrl: {
      /**
       * Format: uri
       * @description Public http(s) address that is fetched now.
       * @example https://example.com/a.jpg
       */
      url: string;
    };
    MediaUpload: {
      /**
       * Format: binary
       * @description One image or video, with a file name. Its type is told by its bytes.
       * @example text
       */
      file: string;
    };
    /** @description An image or video that is stored in Postern. */
    Media: {
      /** @example med_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * @description As its bytes tell, not as it was declared.
       * @example image/jpeg
       */
      contentType: string;
      /** @example 48213 */
      sizeBytes: number;
      /**
       * @description Pixels as shown; null where the file does not tell.
       * @example 1080
       */
      width: number | null;
      /** @example 1350 */
      height: number | null;
      /**
       * @description Of a video, in milliseconds; null for images and where the file does not tell.
       * @example null
       */
      durationMs: number | null;
      /**
       * @description Hexadecimal, of the whole file.
       * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
       */
      sha256: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description When it is deleted unless a post comes to need it; null while a post needs it.
       * @example 2026-12-31T08:00:00.000Z
       */
      expiresAt: string | null;
      /**
       * Format: uri-reference
       * @description Where its bytes are, relative to the API; holds for a day at least. Whoever has it needs no key.
       * @example /media/med_01j9zk3t8q4m2v7w5x6y0abcde/content?expires=1796169600&signature=wQ3kX8
       */
      contentUrl: string;
    };
    /** @description Nothing was changed. */
    PostGroupEditProblem: {
      /**
       * Format: uri-reference
       * @example /docs/errors/VALIDATION
       */
      type: string;
      /** @example text */
      title: string;
      /** @example 422 */
      status: number;
      /**
       * @description What is wrong with this very request.
       * @example text
       */
      detail: string;
      code: components['schemas']['ProblemCode'];
      /**
       * @description The same as in the header X-Request-Id and in the log.
       * @example text
       */
      requestId: string;
      issues?: components['schemas']['Issue'][];
      /**
       * @description With `FORBIDDEN_SCOPE`: the scope that the key lacks.
       * @example text
       */
      scope?: string;
      /** @description Where a provider was asked and failed. */
      error?: components['schemas']['PublishError'];
      /** @description The group as it is. */
      group?: components['schemas']['PostGroup'];
      /** @description The posts of equal content, where the group was created with `duplicateWindowSeconds`. */
      posts?: components['schemas']['Post'][];
    };
    /** @description What is absent stays as it is. */
    UpdatePostGroup: {
      /** @description Member by member: what is absent stays, null empties. What a target brought of its own stays too, unless `targets` is given. */
      content?: components['schemas']['ContentInput'] | null;
      /** @description All targets from now on. An account that stays keeps its post; the post of one that goes is canceled. */
      targets?: components['schemas']['Target'][];
      /**
       * Format: date-time
       * @description For all posts. RFC 3339 with an offset, at most 3650 days ahead; null = at once.
       * @example 2026-12-01T09:00:00+01:00
       */
      scheduledAt?: string | null;
      /** @example campaign-7/42 */
      clientReference?: string | null;
      /**
       * @description null = 86400.
       * @example 3600
       */
      maxLatenessSeconds?: number | null;
      /**
       * @description Replaced as a whole. At most 16 KiB as JSON.
       * @example {
       *       "team": "growth"
       *     }
       */
      metadata?: {
        [key: string]: unknown;
      } | null;
    };
    PublishOrder: {
      /**
       * Format: date-time
       * @description Another time than the draft’s own; null = at once.
       * @example 2026-12-01T09:00:00+01:00
       */
      scheduledAt?: string | null;
    };
    CreateImport: {
      /**
       * @description The file itself: a header and at most 10000 rows, separated by comma, semicolon or tab. Columns, in any order: text, accounts, scheduled_at, media, first_comment, client_reference, draft. Only `accounts` must be there.
       * @example text,accounts,scheduled_at
       *     "Opening day",x:@acme,2026-12-01T09:00:00+01:00
       */
      csv: string;
      /**
       * @description Only say what each row would become, by the rules of `POST /v1/post-groups/validate`.
       * @default false
       * @example false
       */
      dryRun?: boolean;
      /**
       * @description IANA name, for times without an offset. Where absent, such times are refused.
       * @example Europe/Berlin
       */
      timeZone?: string | null;
      /**
       * @description What the import is called in lists, e.g. the name of the file.
       * @example december.csv
       */
      name?: string | null;
    };
    /** @enum {string} */
    ImportStatus: 'running' | 'done';
    /** @description Rows by result. */
    ImportCounts: {
      /** @example 0 */
      pending: number;
      /** @example 0 */
      valid: number;
      /** @example 40 */
      created: number;
      /** @example 1 */
      duplicate: number;
      /** @example 2 */
      invalid: number;
      /** @example 0 */
      failed: number;
    };
    /**
     * @description `valid`: a dry run found nothing against it. `created`: `groupId` is its group. `duplicate`: the workspace has a group of the same client reference, `groupId`, which was not canceled. `invalid`: a rule is broken. `failed`: Postern could not, see `issues`. `pending`: its turn comes.
     * @enum {string}
     */
    ImportRowResult: 'pending' | 'valid' | 'created' | 'duplicate' | 'invalid' | 'failed';
    /** @description What is wrong with a row, or could be better. */
    ImportIssue: {
      /**
       * @description Null where it is the whole row’s.
       * @example text
       */
      column: components['schemas']['ImportIssueColumn'] | null;
      /**
       * @description Where in the create that the row stands for; empty where the cell itself cannot be read.
       * @example content.text
       */
      path: string;
      /**
       * @description Stable.
       * @example x.text.max_weighted_length
       */
      rule: string;
      /** @example error */
      severity: components['schemas']['Severity'];
      /** @example The text has 301 weighted characters; X takes 280. */
      message: string;
      /** @example Shorten the text by 21. */
      fix: string;
    };
    ImportRow: {
      /**
       * @description As a spreadsheet counts: the header is row 1.
       * @example 2
       */
      row: number;
      /**
       * @description `valid`: a dry run found nothing against it. `created`: `groupId` is its group. `duplicate`: the workspace has a group of the same client reference, `groupId`, which was not canceled. `invalid`: a rule is broken. `failed`: Postern could not, see `issues`. `pending`: its turn comes.
       * @example created
       */
      result: components['schemas']['ImportRowResult'];
      /** @example pg_01j9zk3t8q4m2v7w5x6y0abcde */
      groupId: string | null;
      /**
       * @description How its text begins.
       * @example Opening day
       */
      text: string;
      /** @example campaign-7/42 */
      clientReference: string | null;
      issues: components['schemas']['ImportIssue'][];
    };
    Import: {
      /**
       * @description Null of a dry run, which is not kept.
       * @example imp_01j9zk3t8q4m2v7w5x6y0abcde
       */
      id: string | null;
      /** @example done */
      status: components['schemas']['ImportStatus'];
      /** @example true */
      dryRun: boolean;
      /** @example december.csv */
      name: string | null;
      /** @example Europe/Berlin */
      timeZone: string | null;
      /**
       * @description How many rows it has.
       * @example 43
       */
      total: number;
      counts: components['schemas']['ImportCounts'];
      /** @description Of a dry run; of others `GET /v1/imports/{id}/rows` has them. */
      rows: components['schemas']['ImportRow'][] | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      finishedAt: string | null;
    };
    ImportPage: {
      items: components['schemas']['Import'][];
      /** @example null */
      nextCursor: string | null;
    };
    ImportRowPage: {
      items: components['schemas']['ImportRow'][];
      /** @example null */
      nextCursor: string | null;
    };
    WebhookRegistration: {
      /**
       * @description Where the provider sends its webhooks.
       * @example https://example.com/a.jpg
       */
      url: string;
      /**
       * @description The provider’s own id of it.
       * @example text
       */
      registrationId: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      registeredAt: string;
      /**
       * Format: date-time
       * @description When the secret was given that is in use now.
       * @example 2026-12-01T08:00:00.000Z
       */
      rotatedAt: string;
      /**
       * Format: date-time
       * @description Until when webhooks under a secret before that are taken, too; null: there is none.
       * @example 2026-12-01T08:00:00.000Z
       */
      previousSecretExpiresAt: string | null;
    };
    /** @description How many secrets webhooks are verified with. */
    HookSecretCounts: {
      /**
       * @description Given by the provider when it was asked to call us.
       * @example 1
       */
      registered: number;
      /**
       * @description Entered by a person, in the credentials.
       * @example 1
       */
      byHand: number;
    };
    /** @enum {string} */
    HookOutcome: 'taken' | 'repeated' | 'forged' | 'stale' | 'malformed' | 'unsigned' | 'no_secret';
    HookCount: {
      outcome: components['schemas']['HookOutcome'];
      /** @example 1 */
      count: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      lastAt: string;
    };
    /** @description How the provider of a connection calls us. */
    ConnectionWebhooks: {
      /** @description What was registered through this API; null: nothing. */
      registration: components['schemas']['WebhookRegistration'] | null;
      /**
       * @description Whether the provider has an API by which we can be registered.
       * @example true
       */
      canRegister: boolean;
      /**
       * @description What to enter at the provider by hand; null: `POSTERN_PUBLIC_URL` is not set.
       * @example null
       */
      address: string | null;
      secrets: components['schemas']['HookSecretCounts'];
      /** @description What became of webhooks so far; a second or so behind. */
      counts: components['schemas']['HookCount'][];
    };
    RegisterWebhooks: {
      /**
       * @description Where the provider shall send its webhooks; it must end in `/hooks/{id}`. By default that path on the public address of this gateway (`POSTERN_PUBLIC_URL`).
       * @example https://postern.example.com/hooks/conn_01jd…
       */
      url?: string | null;
    };
    /** @enum {string} */
    PostEventType:
      | 'post.created'
      | 'post.scheduled'
      | 'post.pending_approval'
      | 'post.queued'
      | 'post.publishing'
      | 'post.published'
      | 'post.handed_off'
      | 'post.failed'
      | 'post.canceled'
      | 'post.unknown'
      | 'post.resolved'
      | 'post.rescheduled'
      | 'post.updated'
      | 'post.needs_attention'
      | 'post.duplicate_risk';
    /** @description The post as it was when the event was written; null where that is not known. */
    PostEventData: {
      /** @example post_01j9zk3t8q4m2v7w5x6y0abcde */
      postId: string;
      /** @example pg_01j9zk3t8q4m2v7w5x6y0abcde */
      groupId: string;
      /** @example acct_01j9zk3t8q4m2v7w5x6y0abcde */
      accountId: string;
      /** @example postpost */
      provider: string;
      /** @example threads */
      platform: components['schemas']['Platform'];
      /** @example published */
      status: components['schemas']['PostStatus'];
      /** @example publishing */
      previousStatus: components['schemas']['PostStatus'] | null;
      /**
       * @description The provider’s own word.
       * @example published
       */
      upstreamStatus: string | null;
      /**
       * @description The id at the provider.
       * @example 65f0a1b2c3
       */
      providerReference: string | null;
      /** @example 17912345678901234 */
      platformPostId: string | null;
      /** @example https://www.threads.net/@acme/post/C8H */
      platformPostUrl: string | null;
      error: components['schemas']['PublishError'] | null;
      /**
       * @description Of `post.needs_attention`.
       * @example unresolved
       */
      reason?: string;
      /**
       * Format: date-time
       * @description Of `post.rescheduled`: the new time.
       * @example 2026-12-01T08:00:00.000Z
       */
      scheduledAt?: string | null;
      /**
       * Format: date-time
       * @description Of `post.rescheduled`: the time before.
       * @example 2026-12-01T08:00:00.000Z
       */
      previousScheduledAt?: string | null;
      /**
       * @description Of `post.resolved`: what a person found.
       * @example published
       */
      outcome?: string;
      /**
       * @description Of `post.resolved`: in whose words.
       * @example null
       */
      note?: string | null;
    };
    /** @description Something happened to one post. */
    PostEvent: {
      /** @example evt_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: int64
       * @description Rising, with gaps. Given after the event was committed.
       * @example 4711
       */
      sequence: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:01.250Z
       */
      timestamp: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type:
        | 'post.created'
        | 'post.scheduled'
        | 'post.pending_approval'
        | 'post.queued'
        | 'post.publishing'
        | 'post.published'
        | 'post.handed_off'
        | 'post.failed'
        | 'post.canceled'
        | 'post.unknown'
        | 'post.resolved'
        | 'post.rescheduled'
        | 'post.updated'
        | 'post.needs_attention'
        | 'post.duplicate_risk';
      data: components['schemas']['PostEventData'];
    };
    /** @enum {string} */
    PostGroupEventType:
      | 'post_group.created'
      | 'post_group.completed'
      | 'post_group.partially_published'
      | 'post_group.failed'
      | 'post_group.canceled';
    PostGroupEventData: {
      /** @example pg_01j9zk3t8q4m2v7w5x6y0abcde */
      groupId: string;
      /** @example partially_published */
      status: components['schemas']['PostGroupStatus'];
      /** @example publishing */
      previousStatus: components['schemas']['PostGroupStatus'] | null;
    };
    /** @description A group was made, or entered a final status. One whose retry ends otherwise tells so again. */
    PostGroupEvent: {
      /** @example evt_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: int64
       * @description Rising, with gaps. Given after the event was committed.
       * @example 4711
       */
      sequence: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:01.250Z
       */
      timestamp: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type:
        | 'post_group.created'
        | 'post_group.completed'
        | 'post_group.partially_published'
        | 'post_group.failed'
        | 'post_group.canceled';
      data: components['schemas']['PostGroupEventData'];
    };
    /** @enum {string} */
    ConnectionEventType: 'connection.needs_attention';
    ConnectionEventData: {
      /** @example conn_01j9zk3t8q4m2v7w5x6y0abcde */
      connectionId: string;
      /** @example layers */
      provider: string;
      /** @example Production */
      name: string;
      error: components['schemas']['PublishError'] | null;
    };
    /** @description A connection does not work until a person mends it. */
    ConnectionEvent: {
      /** @example evt_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: int64
       * @description Rising, with gaps. Given after the event was committed.
       * @example 4711
       */
      sequence: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:01.250Z
       */
      timestamp: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'connection.needs_attention';
      data: components['schemas']['ConnectionEventData'];
    };
    /** @enum {string} */
    WebhookEndpointEventType: 'webhook_endpoint.disabled';
    /** @description A webhook endpoint was switched off. */
    WebhookEndpointEvent: {
      /** @example evt_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: int64
       * @description Rising, with gaps. Given after the event was committed.
       * @example 4711
       */
      sequence: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:01.250Z
       */
      timestamp: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'webhook_endpoint.disabled';
      /**
       * @example {
       *       "endpointId": "we_01j9zk3t8q4m2v7w5x6y0abcde"
       *     }
       */
      data: {
        [key: string]: unknown;
      };
    };
    /** @enum {string} */
    TestEventType: 'test.ping';
    /** @description Somebody tries whether events arrive. */
    TestEvent: {
      /** @example evt_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /**
       * Format: int64
       * @description Rising, with gaps. Given after the event was committed.
       * @example 4711
       */
      sequence: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:01.250Z
       */
      timestamp: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      type: 'test.ping';
      /** @example {} */
      data: {
        [key: string]: unknown;
      };
    };
    /** @enum {string} */
    EventTypePattern:
      | 'post.created'
      | 'post.scheduled'
      | 'post.pending_approval'
      | 'post.queued'
      | 'post.publishing'
      | 'post.published'
      | 'post.handed_off'
      | 'post.failed'
      | 'post.canceled'
      | 'post.unknown'
      | 'post.resolved'
      | 'post.rescheduled'
      | 'post.updated'
      | 'post.needs_attention'
      | 'post.duplicate_risk'
      | 'post_group.created'
      | 'post_group.completed'
      | 'post_group.partially_published'
      | 'post_group.failed'
      | 'post_group.canceled'
      | 'connection.needs_attention'
      | 'webhook_endpoint.disabled'
      | 'test.ping'
      | '*'
      | 'post.*'
      | 'post_group.*'
      | 'connection.*'
      | 'webhook_endpoint.*'
      | 'test.*';
    EventPage: {
      /** @description Ascending by sequence. */
      items: components['schemas']['Event'][];
      /**
       * @description The next `after`. Never null: where nothing came it tells how far the log was read.
       * @example 4711
       */
      nextCursor: string;
    };
    /**
     * @description `full`: the event. `thin`: of its data only the ids; whoever wants more reads it with a key.
     * @enum {string}
     */
    WebhookPayload: 'full' | 'thin';
    /**
     * @description `standard`: the event as it is. `cloudevents`: within a CloudEvent 1.0, structured mode.
     * @enum {string}
     */
    WebhookFormat: 'standard' | 'cloudevents';
    /** @description A secret that signs; itself it is shown once. */
    WebhookSecretInfo: {
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description Until when it signs; null: the newest one.
       * @example null
       */
      expiresAt: string | null;
    };
    /** @description An address that is told of events. */
    WebhookEndpoint: {
      /** @example we_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /**
       * Format: uri
       * @example https://hooks.example.com/postern
       */
      url: string;
      /**
       * @description Which types are sent; `post.*` stands for every type that begins so, `*` for all. A test is sent whatever it says.
       * @example [
       *       "post.*",
       *       "connection.needs_attention"
       *     ]
       */
      events: components['schemas']['EventTypePattern'][];
      /** @example The newsroom */
      description: string | null;
      /** @description `full`: the event. `thin`: of its data only the ids; whoever wants more reads it with a key. */
      payload: components['schemas']['WebhookPayload'];
      /** @description `standard`: the event as it is. `cloudevents`: within a CloudEvent 1.0, structured mode. */
      format: components['schemas']['WebhookFormat'];
      /**
       * @description Whether events are sent. What happens while it is off is not sent later, unless it is replayed; what was on its way already goes on when it is on again.
       * @example true
       */
      active: boolean;
      /**
       * @description Why Postern switched it off: it answered 410 (`gone`), or nothing but failures for days (`failing`). Null: it is active, or a caller switched it off.
       * @example null
       */
      disabledReason: components['schemas']['WebhookEndpointDisabledReason'] | null;
      /**
       * Format: date-time
       * @description Since when it is off.
       * @example null
       */
      disabledAt: string | null;
      /**
       * Format: date-time
       * @description When a delivery succeeded last.
       * @example 2026-12-01T08:00:00.000Z
       */
      lastSuccessAt: string | null;
      /**
       * Format: date-time
       * @description When an attempt failed last.
       * @example null
       */
      lastFailureAt: string | null;
      /**
       * @description Failed attempts since the last success.
       * @example 0
       */
      consecutiveFailures: number;
      /**
       * Format: date-time
       * @description Since when nothing has succeeded.
       * @example null
       */
      failingSince: string | null;
      /**
       * Format: date-time
       * @description Nothing is sent before: the endpoint asked for it.
       * @example null
       */
      pausedUntil: string | null;
      /**
       * @description Deliveries that have not ended; 1000 stands for so many and more.
       * @example 0
       */
      pendingDeliveries: number;
      /** @description What signs now, newest first. */
      secrets: components['schemas']['WebhookSecretInfo'][];
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
    };
    WebhookEndpointList: {
      items: components['schemas']['WebhookEndpoint'][];
      /** @example null */
      nextCursor: string | null;
    };
    CreateWebhookEndpoint: {
      /**
       * Format: uri
       * @description Where events are sent to: `https`, without user name and fragment, and no address of an internal network, unless the instance allows the host.
       * @example https://hooks.example.com/postern
       */
      url: string;
      /**
       * @description Which types are sent; `post.*` stands for every type that begins so, `*` for all. A test is sent whatever it says.
       * @default [
       *       "*"
       *     ]
       * @example [
       *       "post.*",
       *       "connection.needs_attention"
       *     ]
       */
      events?: components['schemas']['EventTypePattern'][];
      /** @example The newsroom */
      description?: string | null;
      /**
       * @description `full`: the event. `thin`: of its data only the ids; whoever wants more reads it with a key.
       * @default full
       */
      payload?: components['schemas']['WebhookPayload'];
      /**
       * @description `standard`: the event as it is. `cloudevents`: within a CloudEvent 1.0, structured mode.
       * @default standard
       */
      format?: components['schemas']['WebhookFormat'];
      /**
       * @description Whether events are sent. What happens while it is off is not sent later, unless it is replayed; what was on its way already goes on when it is on again.
       * @default true
       * @example true
       */
      active?: boolean;
    };
    /** @description An endpoint with its newest secret, which is shown this once. */
    NewWebhookEndpoint: {
      /** @example we_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /**
       * Format: uri
       * @example https://hooks.example.com/postern
       */
      url: string;
      /**
       * @description Which types are sent; `post.*` stands for every type that begins so, `*` for all. A test is sent whatever it says.
       * @example [
       *       "post.*",
       *       "connection.needs_attention"
       *     ]
       */
      events: components['schemas']['EventTypePattern'][];
      /** @example The newsroom */
      description: string | null;
      /** @description `full`: the event. `thin`: of its data only the ids; whoever wants more reads it with a key. */
      payload: components['schemas']['WebhookPayload'];
      /** @description `standard`: the event as it is. `cloudevents`: within a CloudEvent 1.0, structured mode. */
      format: components['schemas']['WebhookFormat'];
      /**
       * @description Whether events are sent. What happens while it is off is not sent later, unless it is replayed; what was on its way already goes on when it is on again.
       * @example true
       */
      active: boolean;
      /**
       * @description Why Postern switched it off: it answered 410 (`gone`), or nothing but failures for days (`failing`). Null: it is active, or a caller switched it off.
       * @example null
       */
      disabledReason: components['schemas']['WebhookEndpointDisabledReason'] | null;
      /**
       * Format: date-time
       * @description Since when it is off.
       * @example null
       */
      disabledAt: string | null;
      /**
       * Format: date-time
       * @description When a delivery succeeded last.
       * @example 2026-12-01T08:00:00.000Z
       */
      lastSuccessAt: string | null;
      /**
       * Format: date-time
       * @description When an attempt failed last.
       * @example null
       */
      lastFailureAt: string | null;
      /**
       * @description Failed attempts since the last success.
       * @example 0
       */
      consecutiveFailures: number;
      /**
       * Format: date-time
       * @description Since when nothing has succeeded.
       * @example null
       */
      failingSince: string | null;
      /**
       * Format: date-time
       * @description Nothing is sent before: the endpoint asked for it.
       * @example null
       */
      pausedUntil: string | null;
      /**
       * @description Deliveries that have not ended; 1000 stands for so many and more.
       * @example 0
       */
      pendingDeliveries: number;
      /** @description What signs now, newest first. */
      secrets: components['schemas']['WebhookSecretInfo'][];
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      updatedAt: string;
      /**
       * @description The key of `webhook-signature`, for any library of Standard Webhooks.
       * @example whsec_8GZ0Q4nX…
       */
      secret: string;
    };
    /** @description What is absent stays as it is. */
    UpdateWebhookEndpoint: {
      /**
       * Format: uri
       * @description Where events are sent to: `https`, without user name and fragment, and no address of an internal network, unless the instance allows the host.
       * @example https://hooks.example.com/postern
       */
      url?: string;
      /**
       * @description Which types are sent; `post.*` stands for every type that begins so, `*` for all. A test is sent whatever it says.
       * @example [
       *       "post.*",
       *       "connection.needs_attention"
       *     ]
       */
      events?: components['schemas']['EventTypePattern'][];
      /** @example The newsroom */
      description?: string | null;
      /** @description `full`: the event. `thin`: of its data only the ids; whoever wants more reads it with a key. */
      payload?: components['schemas']['WebhookPayload'];
      /** @description `standard`: the event as it is. `cloudevents`: within a CloudEvent 1.0, structured mode. */
      format?: components['schemas']['WebhookFormat'];
      /**
       * @description Whether events are sent. What happens while it is off is not sent later, unless it is replayed; what was on its way already goes on when it is on again.
       * @example true
       */
      active?: boolean;
    };
    RotateWebhookSecret: {
      /**
       * @description For so long the earlier secrets go on signing beside the new one; 0 = they end at once.
       * @default 86400
       * @example 86400
       */
      overlapSeconds?: number;
    };
    WebhookTest: {
      /**
       * @description Look for it in the deliveries.
       * @example evt_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      eventId: string;
    };
    ReplayWebhookEvents: {
      /**
       * Format: date-time
       * @description Events that happened then or later; as far as the log is kept.
       * @example 2026-12-01T08:00:00.000Z
       */
      since: string;
      /**
       * @description Only these, of those that the endpoint wants.
       * @example [
       *       "post.failed"
       *     ]
       */
      events?: components['schemas']['EventTypePattern'][];
      /**
       * Format: int64
       * @description Only events after this sequence: `nextAfter` of the request before.
       * @example 4711
       */
      after?: number;
    };
    WebhookReplay: {
      /**
       * @description How many deliveries were made.
       * @example 42
       */
      count: number;
      /**
       * Format: int64
       * @description There may be more: repeat the request with it as `after`. Null: that was all.
       * @example null
       */
      nextAfter: number | null;
    };
    /** @enum {string} */
    WebhookDeliveryStatus: 'pending' | 'delivered' | 'failed';
    /** @description One request to an endpoint, and what came of it. */
    WebhookAttempt: {
      /** @example 1 */
      number: number;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      attemptedAt: string;
      /** @example 84 */
      durationMs: number;
      /**
       * @description Where it was sent to then.
       * @example https://hooks.example.com/postern
       */
      url: string;
      /**
       * @description Null: no answer came.
       * @example 204
       */
      responseStatus: number | null;
      /**
       * @description The beginning of the answer.
       * @example
       */
      responseBody: string | null;
      /**
       * @description Why it counts as failed; null: it does not.
       * @example null
       */
      error: string | null;
    };
    /** @description One event on its way to one endpoint. */
    WebhookDelivery: {
      /** @example whd_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /** @example we_01jd8x1p9m3v5q7r2t4w6y8z0a */
      endpointId: string;
      /**
       * @description The `webhook-id` of every attempt, also of replays.
       * @example evt_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      eventId: string;
      /** @example post.published */
      eventType: components['schemas']['EventType'];
      /**
       * Format: int64
       * @example 4711
       */
      sequence: number;
      /** @description `failed`: given up after the last attempt. */
      status: components['schemas']['WebhookDeliveryStatus'];
      /** @example 1 */
      attemptCount: number;
      /** @description Null: none was made yet. */
      lastAttempt: components['schemas']['WebhookAttempt'] | null;
      /**
       * Format: date-time
       * @description Not before then; null: it has ended.
       * @example null
       */
      nextAttemptAt: string | null;
      /**
       * @description The delivery that this one repeats.
       * @example null
       */
      replayOf: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description When it was delivered or given up.
       * @example 2026-12-01T08:00:00.000Z
       */
      endedAt: string | null;
    };
    WebhookDeliveryList: {
      items: components['schemas']['WebhookDelivery'][];
      /** @example null */
      nextCursor: string | null;
    };
    /** @description What is sent. `webhook-timestamp` and `webhook-signature` are made anew for each attempt. */
    WebhookRequest: {
      /**
       * @example {
       *       "content-type": "application/json",
       *       "webhook-id": "evt_01jd8x1p9m3v5q7r2t4w6y8z0a"
       *     }
       */
      headers: {
        [key: string]: string;
      };
      /**
       * @description The very text.
       * @example {"id":"evt_…","type":"post.published"}
       */
      body: string;
    };
    /** @description A delivery with each of its attempts. */
    WebhookDeliveryDetail: {
      /** @example whd_01jd8x1p9m3v5q7r2t4w6y8z0a */
      id: string;
      /** @example we_01jd8x1p9m3v5q7r2t4w6y8z0a */
      endpointId: string;
      /**
       * @description The `webhook-id` of every attempt, also of replays.
       * @example evt_01jd8x1p9m3v5q7r2t4w6y8z0a
       */
      eventId: string;
      /** @example post.published */
      eventType: components['schemas']['EventType'];
      /**
       * Format: int64
       * @example 4711
       */
      sequence: number;
      /** @description `failed`: given up after the last attempt. */
      status: components['schemas']['WebhookDeliveryStatus'];
      /** @example 1 */
      attemptCount: number;
      /** @description Null: none was made yet. */
      lastAttempt: components['schemas']['WebhookAttempt'] | null;
      /**
       * Format: date-time
       * @description Not before then; null: it has ended.
       * @example null
       */
      nextAttemptAt: string | null;
      /**
       * @description The delivery that this one repeats.
       * @example null
       */
      replayOf: string | null;
      /**
       * Format: date-time
       * @example 2026-12-01T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description When it was delivered or given up.
       * @example 2026-12-01T08:00:00.000Z
       */
      endedAt: string | null;
      /** @description Oldest first. */
      attempts: components['schemas']['WebhookAttempt'][];
      /** @description As the endpoint would get it now; null: the event is no longer in the log. */
      request: components['schemas']['WebhookRequest'] | null;
    };
    /** @description Open posts by status. */
    OpenPostCounts: {
      /** @example 2 */
      draft: number;
      /** @example 0 */
      pending_approval: number;
      /** @example 120 */
      scheduled: number;
      /** @example 4 */
      queued: number;
      /** @example 1 */
      publishing: number;
      /** @example 0 */
      unknown: number;
    };
    /** @description What a list of open posts shows of one. */
    OpenPost: {
      /** @example post_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /** @example pg_01j9zk3t8q4m2v7w5x6y0abcde */
      groupId: string;
      /** @example acct_01j9zk3t8q4m2v7w5x6y0abcde */
      accountId: string;
      /** @example conn_01j9zk3t8q4m2v7w5x6y0abcde */
      connectionId: string;
      /** @example postpost */
      provider: string;
      /** @example threads */
      platform: components['schemas']['Platform'];
      /** @example @acme */
      handle: string | null;
      status: components['schemas']['PostStatus'];
      /**
       * @description The beginning of its text.
       * @example Opening day
       */
      text: string;
      /**
       * Format: date-time
       * @description When it is due: `scheduledAt`, else when it was accepted.
       * @example 2026-12-01T08:00:00.000Z
       */
      dueAt: string;
      /**
       * Format: date-time
       * @description When the first attempt at it began.
       * @example 2026-12-01T08:00:00.000Z
       */
      startedAt: string | null;
    };
    /** @description Open posts whose time has passed. */
    LatePosts: {
      /** @example 0 */
      count: number;
      /**
       * @description So long after its time an open post counts as late.
       * @example 60
       */
      afterSeconds: number;
      /** @description The latest 10, the longest overdue one first. */
      posts: components['schemas']['OpenPost'][];
    };
    /** @description A post of which nobody knows whether it went out. */
    UnknownPost: {
      /** @example post_01j9zk3t8q4m2v7w5x6y0abcde */
      id: string;
      /** @example pg_01j9zk3t8q4m2v7w5x6y0abcde */
      groupId: string;
      /** @example acct_01j9zk3t8q4m2v7w5x6y0abcde */
      accountId: string;
      /** @example conn_01j9zk3t8q4m2v7w5x6y0abcde */
      connectionId: string;
      /** @example postpost */
      provider: string;
      /** @example threads */
      platform: components['schemas']['Platform'];
      /** @example @acme */
      handle: string | null;
      status: components['schemas']['PostStatus'];
      /**
       * @description The beginning of its text.
       * @example Opening day
       */
      text: string;
      /**
       * Format: date-time
       * @description When it is due: `scheduledAt`, else when it was accepted.
       * @example 2026-12-01T08:00:00.000Z
       */
      dueAt: string;
      /**
       * Format: date-time
       * @description When the first attempt at it began.
       * @example 2026-12-01T08:00:00.000Z
       */
      startedAt: string | null;
      /**
       * Format: date-time
       * @description The last attempt at it: since then it has been unknown.
       * @example 2026-12-01T08:00:00.000Z
       */
      unknownSince: string;
    };
    UnknownPosts: {
      /** @example 0 */
      count: number;
      /** @description The oldest 10, the oldest one first. */
      posts: components['schemas']['UnknownPost'][];
    };
    /** @description Posts that failed with the same error in the same place. */
    FailureCause: {
      errorCode: components['schemas']['PublishErrorCode'];
      /** @example postpost */
      provider: string;
      /** @example threads */
      platform: components['schemas']['Platform'];
      /** @example 3 */
      count: number;
      /**
       * @description Those that a retry without `force` tries again.
       * @example 0
       */
      retryable: number;
      /**
       * @description Of the last one.
       * @example Reconnect it.
       */
      remedy: string | null;
      /**
       * @description Of the last one.
       * @example The token has expired.
       */
      message: string;
      /**
       * Format: date-time
       * @description When the last one failed.
       * @example 2026-12-01T08:00:00.000Z
       */
      lastFailedAt: string;
      /**
       * Format: date-time
       * @description When the first of them was due: `filter.since` of a bulk retry of these alone.
       * @example 2026-12-01T08:00:00.000Z
       */
      firstDueAt: string;
    };
    /** @description Posts of one provider and platform that ended in one hour; absent where none did. */
    Throughput: {
      /**
       * Format: date-time
       * @description When the hour begins.
       * @example 2026-12-01T09:00:00.000Z
       */
      hour: string;
      /** @example postpost */
      provider: string;
      /** @example threads */
      platform: components['schemas']['Platform'];
      /** @example 38 */
      published: number;
      /** @example 0 */
      handedOff: number;
      /** @example 3 */
      failed: number;
      /** @example 0 */
      canceled: number;
    };
    /** @description The accounts of a connection, by their status. */
    ConnectionAccounts: {
      /** @example conn_01j9zk3t8q4m2v7w5x6y0abcde */
      connectionId: string;
      /** @example 7 */
      connected: number;
      /** @example 1 */
      reauthRequired: number;
      /** @example 0 */
      disconnected: number;
    };
    WebhookBacklog: {
      /**
       * @description Deliveries to active endpoints that have not ended; 10000 stands for so many and more.
       * @example 0
       */
      pending: number;
      /**
       * Format: date-time
       * @description Since when the oldest one waits.
       * @example null
       */
      oldestPendingAt: string | null;
      /** @example 2 */
      activeEndpoints: number;
      /**
       * @description Active ones of which the last attempt failed.
       * @example 0
       */
      failingEndpoints: number;
      /**
       * @description Switched off by Postern.
       * @example 0
       */
      disabledEndpoints: number;
    };
    StatsOverview: {
      /**
       * Format: date-time
       * @description From when on.
       * @example 2026-11-30T10:00:00.000Z
       */
      since: string;
      /**
       * Format: date-time
       * @description Now.
       * @example 2026-12-01T09:30:00.000Z
       */
      until: string;
      open: components['schemas']['OpenPostCounts'];
      /** @description The next 10 that will be due, no drafts. */
      dueNext: components['schemas']['OpenPost'][];
      late: components['schemas']['LatePosts'];
      unknown: components['schemas']['UnknownPosts'];
      /** @description What failed within these hours and is failed still, the most frequent cause first. */
      failed: components['schemas']['FailureCause'][];
      /** @description By hour, provider and platform, oldest first. */
      throughput: components['schemas']['Throughput'][];
      /** @description Of every connection; null to keys without `accounts:read`. */
      accounts: components['schemas']['ConnectionAccounts'][] | null;
      /** @description Null to keys without `webhooks:read`. */
      webhooks: components['schemas']['WebhookBacklog'] | null;
    };
    /** @description How late posts started. All null where none was due. */
    Lateness: {
      /**
       * @description Posts that were due.
       * @example 41
       */
      posts: number;
      /**
       * @description Of these, those that never began.
       * @example 0
       */
      neverStarted: number;
      /**
       * @description Half of them were no later, in seconds.
       * @example 0.151
       */
      p50Seconds: number | null;
      /**
       * @description 99 of 100 were no later, in seconds.
       * @example 0.508
       */
      p99Seconds: number | null;
      /**
       * @description The latest one, in seconds.
       * @example 0.62
       */
      maxSeconds: number | null;
    };
    /** @description How late the posts started that were due in one hour. */
    LatenessOfHour: {
      /**
       * @description Posts that were due.
       * @example 41
       */
      posts: number;
      /**
       * @description Of these, those that never began.
       * @example 0
       */
      neverStarted: number;
      /**
       * @description Half of them were no later, in seconds.
       * @example 0.151
       */
      p50Seconds: number | null;
      /**
       * @description 99 of 100 were no later, in seconds.
       * @example 0.508
       */
      p99Seconds: number | null;
      /**
       * @description The latest one, in seconds.
       * @example 0.62
       */
      maxSeconds: number | null;
      /**
       * Format: date-time
       * @description When it begins.
       * @example 2026-12-01T09:00:00.000Z
       */
      hour: string;
    };
    Punctuality: {
      /**
       * Format: date-time
       * @description From when on.
       * @example 2026-11-30T10:00:00.000Z
       */
      since: string;
      /**
       * Format: date-time
       * @description Now.
       * @example 2026-12-01T09:30:00.000Z
       */
      until: string;
      /** @description Over all hours. */
      overall: components['schemas']['Lateness'];
      /** @description Every hour, oldest first. */
      hours: components['schemas']['LatenessOfHour'][];
    };
    Liveness: {
      /**
       * @example ok
       * @enum {string}
       */
      status: 'ok';
    };
    HealthCheck: {
      /** @example true */
      ok: boolean;
      /**
       * @description What is wrong; null while all is well.
       * @example null
       */
      detail: string | null;
    };
    SchedulerCheck: {
      /** @example true */
      ok: boolean;
      /**
       * @description What is wrong; null while all is well.
       * @example null
       */
      detail: string | null;
      /**
       * @description Worker processes whose heart beats.
       * @example null
       */
      workersAlive: number | null;
      /**
       * @description Loops that do not turn, over all live workers.
       * @example []
       */
      stalledLoops: string[] | null;
      /**
       * @description Age of the oldest due submission that nobody holds and nothing blocks.
       * @example null
       */
      lagSeconds: number | null;
    };
    HealthChecks: {
      database: components['schemas']['HealthCheck'];
      /** @description Whether posts go out, and how far behind. */
      scheduler: components['schemas']['SchedulerCheck'];
    };
    Readiness: {
      /**
       * @description Whether this very process can serve.
       * @example true
       */
      ready: boolean;
      /** @description `degraded`: this process can serve, but posts do not go out as they should. */
      status: components['schemas']['ReadinessStatus'];
      checks: components['schemas']['HealthChecks'];
    };
    /** @description An error, as RFC 9457 describes it. */
    Problem: {
      /**
       * Format: uri-reference
       * @example /docs/errors/VALIDATION
       */
      type: string;
      /** @example text */
      title: string;
      /** @example 422 */
      status: number;
      /**
       * @description What is wrong with this very request.
       * @example text
       */
      detail: string;
      code: components['schemas']['ProblemCode'];
      /**
       * @description The same as in the header X-Request-Id and in the log.
       * @example text
       */
      requestId: string;
      issues?: components['schemas']['Issue'][];
      /**
       * @description With `FORBIDDEN_SCOPE`: the scope that the key lacks.
       * @example text
       */
      scope?: string;
      /** @description Where a provider was asked and failed. */
      error?: components['schemas']['PublishError'];
    };
    /** @description An entry of the log: the same in pages, in the stream and in webhooks. */
    Event:
      | components['schemas']['PostEvent']
      | components['schemas']['PostGroupEvent']
      | components['schemas']['ConnectionEvent']
      | components['schemas']['WebhookEndpointEvent']
      | components['schemas']['TestEvent'];
    /** @enum {string} */
    Sort: 'createdAt' | 'dueAt';
    /** @enum {string} */
    ConnectionTrafficReason: 'budget' | 'retry_after' | 'breaker';
    /** @enum {string} */
    ConnectionTrafficScope: 'connection' | 'provider';
    /** @enum {string} */
    ConnectionScheduling: 'upstream' | 'gateway';
    /** @enum {string} */
    ProviderCapabilitiesUnknownResolution: 'idempotency_key' | 'checkpoint' | 'lookup' | 'operator';
    /** @enum {string} */
    PostCanceledBy: 'caller' | 'upstream';
    /** @enum {string} */
    ExchangeMethod: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    /** @enum {string} */
    ExchangeOutcome: 'response' | 'not_sent' | 'no_reply';
    /** @enum {string} */
    TimelineAttemptOutcome: 'accepted' | 'rejected' | 'unknown' | 'abandoned';
    /** @enum {string} */
    PostCommandProblemResult: 'done' | 'pending' | 'too_late' | 'already_final' | 'not_supported' | 'refused';
    /** @enum {string} */
    ResolveOrderOutcome: 'published' | 'not_published';
    /** @enum {string} */
    ImportIssueColumn:
      'text' | 'accounts' | 'scheduled_at' | 'media' | 'first_comment' | 'client_reference' | 'draft';
    /** @enum {string} */
    WebhookEndpointDisabledReason: 'gone' | 'failing';
    /** @enum {string} */
    ReadinessStatus: 'ok' | 'degraded' | 'unavailable';
    /**
     * @description A social network. An open set; known words: `bluesky`, `discord`, `facebook`, `google_business`, `instagram`, `linkedin`, `mastodon`, `pinterest`, `reddit`, `snapchat`, `telegram`, `threads`, `tiktok`, `x`, `youtube`.
     * @example instagram
     */
    Platform: string;
  };
  responses: {
    /** @description `MALFORMED_REQUEST`: The request cannot be read */
    MALFORMED_REQUEST: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `UNAUTHENTICATED`: A valid API key is required */
    UNAUTHENTICATED: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope */
    FORBIDDEN_SCOPE: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `NOT_FOUND`: There is no such thing */
    NOT_FOUND: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `REQUEST_TIMEOUT`: The request came too slowly */
    REQUEST_TIMEOUT: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
    PAYLOAD_TOO_LARGE: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `UNSUPPORTED_MEDIA_TYPE`: The content type is not supported */
    UNSUPPORTED_MEDIA_TYPE: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `VALIDATION`: The request breaks a rule */
    VALIDATION: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `RATE_LIMITED`: Too many requests */
    RATE_LIMITED: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `HEADERS_TOO_LARGE`: Address and headers are too large */
    HEADERS_TOO_LARGE: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `INTERNAL`: Postern failed */
    INTERNAL: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description `UNAVAILABLE`: Not available at the moment */
    UNAVAILABLE: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        'Server-Timing': components['headers']['Server-Timing'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimit-Policy'];
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /**
     * @description Names the request in our log: the one that was sent, where it was sane, or a new one.
     * @example req_01jdb2k7m4x8p6q3w9v5z0n1ct
     */
    'X-Request-Id': string;
    /**
     * @description Milliseconds: `app` is our own share, `upstream` what providers took meanwhile.
     * @example app;dur=3.1
     */
    'Server-Timing': string;
    /**
     * @description Seconds to wait before the request is repeated.
     * @example 2
     */
    'Retry-After': number;
    /**
     * @description What is left of the key’s budget: `r` requests, anew in `t` seconds.
     * @example "key";r=598;t=1
     */
    RateLimit: string;
    /**
     * @description The key’s budget: `q` requests in `w` seconds.
     * @example "key";q=600;w=60
     */
    'RateLimit-Policy': string;
    /**
     * @description `true` where this is the first request’s answer, given again.
     * @example true
     */
    'Idempotency-Replayed': 'true';
    /**
     * @description How to authenticate.
     * @example Bearer
     */
    'WWW-Authenticate': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listApiKeys: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createApiKey: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateApiKey'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewApiKey'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the API key.
         * @example key_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKey'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  revokeApiKey: {
    parameters: {
      query?: {
        /**
         * @description Revoke although it is the key of this very request, or the workspace’s last admin key.
         * @example true
         */
        force?: 'true' | 'false';
      };
      header?: never;
      path: {
        /**
         * @description Id of the API key.
         * @example key_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description It is the key of this request, or the last one that may do everything. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  updateApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the API key.
         * @example key_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateApiKey'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKey'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The key is revoked, or the last one that may do everything. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  rotateApiKey: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the API key.
         * @example key_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateApiKey'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewApiKey'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The key is revoked, has expired, or was rotated before. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      /** @description No session came with the request, or it is over; a key alone is none. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateSession'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          /** @description The session’s cookie, or its end. */
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      /** @description The key is unknown, has expired or was revoked. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A page of another site asked for it. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      /** @description The key has spent its limit, or too many unknown keys came from this address. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  endSession: {
    parameters: {
      query?: {
        /**
         * @description End all sessions of the same key or person, in every browser.
         * @example true
         */
        everywhere?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          /** @description The session’s cookie, or its end. */
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      /** @description No session came with the request, or it is over; a key alone is none. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getSessionMethods: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInMethods'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      408: components['responses']['REQUEST_TIMEOUT'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
    };
  };
  listAuditLog: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description One of these actions, each as `<subject type>.<verb>`.
         * @example [
         *       "api_key.rotate",
         *       "api_key.revoke"
         *     ]
         */
        action?: string[];
        /**
         * @description Changes by this key or person.
         * @example key_01jd8x1p9m3v5q7r2t4w6y8z0a
         */
        actorId?: string;
        /**
         * @description Changes of this thing.
         * @example post_01jd8x1p9m3v5q7r2t4w6y8z0a
         */
        subjectId?: string;
        /**
         * @description Inclusive lower bound of createdAt.
         * @example 2026-12-01T00:00:00.000Z
         */
        since?: string;
        /**
         * @description Inclusive upper bound of createdAt.
         * @example 2026-12-02T00:00:00.000Z
         */
        until?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditLog'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listWorkspaces: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WorkspaceList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createWorkspace: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWorkspace'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the workspace.
         * @example ws_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  updateWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the workspace.
         * @example ws_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateWorkspace'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listAccounts: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description Only through this provider.
         * @example layers
         */
        provider?: string;
        /**
         * @description `twitter` is taken as `x`.
         * @example x
         */
        platform?: string;
        /**
         * @description Only of this connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        connectionId?: string;
        /**
         * @description Only with one of these statuses; repeat the parameter for several.
         * @example connected
         */
        status?: components['schemas']['AccountStatus'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the account.
         * @example acct_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listConnections: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description Only through this provider.
         * @example layers
         */
        provider?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectionList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createConnection: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateConnection'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Connection'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getConnection: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Connection'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  deleteConnection: {
    parameters: {
      query?: {
        /**
         * @description Delete although posts are open: they can then no longer be followed.
         * @example false
         */
        force?: 'true' | 'false';
      };
      header?: never;
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description Posts are open, and `force` was not given. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  updateConnection: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateConnection'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Connection'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description Its provider is not part of this build, or its credentials cannot be read. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  checkConnection: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectionCheck'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The connection cannot be used; the detail says why. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  syncConnection: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectionSync'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The provider refuses or is away; `error` says why. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listProviders: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  checkManifest: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CheckManifest'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManifestCheck'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  explainManifest: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExplainManifest'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManifestExplanation'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The workspace has no such manifest, or Postern no such preset. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  tryManifest: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TryManifest'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManifestTrial'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The workspace has no such manifest, or Postern no such preset. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getManifestPreset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the name.
         * @example text
         */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManifestPreset'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listManifests: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManifestList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createManifest: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateManifest'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Manifest'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The workspace has a manifest of that id already. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getManifest: {
    parameters: {
      query?: {
        /**
         * @description An earlier version; the newest where absent.
         * @example 1
         */
        version?: number;
      };
      header?: never;
      path: {
        /**
         * @description Id of the manifest.
         * @example man_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Manifest'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  deleteManifest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the manifest.
         * @example man_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description Connections use it. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  updateManifest: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The `version` that you have read, as in `"3"`. Where it is not the current one any more, nothing is changed and the answer is 409. Without it the last writer wins.
         * @example "3"
         */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id of the manifest.
         * @example man_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateManifest'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Manifest'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The newest version is none that `If-Match` names. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listManifestVersions: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id of the manifest.
         * @example man_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManifestVersionList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  validatePostGroup: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreatePostGroup'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Validation'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listPostGroups: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description Only of this account.
         * @example acct_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        accountId?: string;
        /**
         * @description Only through this provider.
         * @example layers
         */
        provider?: string;
        /**
         * @description `twitter` is taken as `x`.
         * @example instagram
         */
        platform?: string;
        /**
         * @description Only with this reference of yours.
         * @example campaign-7/42
         */
        clientReference?: string;
        /**
         * @description Inclusive lower bound of scheduledAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        since?: string;
        /**
         * @description Inclusive upper bound of scheduledAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        until?: string;
        /**
         * @description Inclusive lower bound of createdAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        createdSince?: string;
        /**
         * @description Inclusive upper bound of createdAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        createdUntil?: string;
        /**
         * @description What decides the order, newest first: `createdAt`, or `dueAt` (`scheduledAt`, else the creation).
         * @example createdAt
         */
        sort?: components['schemas']['Sort'];
        /**
         * @description Only with one of these statuses; repeat the parameter for several.
         * @example [
         *       "draft"
         *     ]
         */
        status?: components['schemas']['PostGroupStatus'][];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroupPage'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createPostGroup: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreatePostGroup'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroup'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['CreatePostGroupProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getPostGroup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the post group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroup'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  cancelPostGroup: {
    parameters: {
      query?: {
        /**
         * @description Why, in your words; kept and shown.
         * @example The date moved
         */
        reason?: string;
      };
      header?: {
        /**
         * @description The `version` that you have read, as in `"3"`. Where it is not the current one any more, nothing is changed and the answer is 409. Without it the last writer wins.
         * @example "3"
         */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id of the post group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CancelOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroupCommandResult'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostsCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  updatePostGroup: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The `version` that you have read, as in `"3"`. Where it is not the current one any more, nothing is changed and the answer is 409. Without it the last writer wins.
         * @example "3"
         */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id of the post group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdatePostGroup'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroup'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostGroupEditProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listPosts: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description Only of this account.
         * @example acct_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        accountId?: string;
        /**
         * @description Only through this provider.
         * @example layers
         */
        provider?: string;
        /**
         * @description `twitter` is taken as `x`.
         * @example instagram
         */
        platform?: string;
        /**
         * @description Only with this reference of yours.
         * @example campaign-7/42
         */
        clientReference?: string;
        /**
         * @description Inclusive lower bound of scheduledAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        since?: string;
        /**
         * @description Inclusive upper bound of scheduledAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        until?: string;
        /**
         * @description Inclusive lower bound of createdAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        createdSince?: string;
        /**
         * @description Inclusive upper bound of createdAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        createdUntil?: string;
        /**
         * @description What decides the order, newest first: `createdAt`, or `dueAt` (`scheduledAt`, else the creation).
         * @example createdAt
         */
        sort?: components['schemas']['Sort'];
        /**
         * @description Only with one of these statuses; repeat the parameter for several.
         * @example [
         *       "draft"
         *     ]
         */
        status?: components['schemas']['PostStatus'][];
        /**
         * @description Up to 100 ids, to poll many posts at once: without `limit` they come on one page.
         * @example [
         *       "post_01jdb2k7m4x8p6q3w9v5z0n1ct"
         *     ]
         */
        id?: string[];
        /**
         * @description Only of this group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        groupId?: string;
        /**
         * @description Only of this connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        connectionId?: string;
        /**
         * @description Only with one of these error codes; repeat the parameter for several.
         * @example [
         *       "AUTH_EXPIRED"
         *     ]
         */
        errorCode?: components['schemas']['PublishErrorCode'][];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostPage'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getPost: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the post.
         * @example post_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  cancelPost: {
    parameters: {
      query?: {
        /**
         * @description Why, in your words; kept and shown.
         * @example The date moved
         */
        reason?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id of the post.
         * @example post_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CancelOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      /** @description Not done yet: it goes on, and events tell its end. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getPostTimeline: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id of the post.
         * @example post_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TimelinePage'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  bulkRetryPosts: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BulkRetryOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkCommandResult'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostsCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  reschedulePost: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the post.
         * @example post_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RescheduleOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      /** @description Not done yet: it goes on, and events tell its end. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  retryPost: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the post.
         * @example post_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RetryOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      /** @description Not done yet: it goes on, and events tell its end. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  resolvePost: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the post.
         * @example post_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResolveOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      /** @description Not done yet: it goes on, and events tell its end. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Post'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  reschedulePostGroup: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the post group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RescheduleOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroupCommandResult'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostsCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  retryPostGroup: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the post group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RetryOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroupCommandResult'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostsCommandProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createMedia: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key, bytes and file name give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['MediaUpload'] | components['schemas']['MediaFromUrl'];
        /**
         * @example {
         *       "file": "text"
         *     }
         */
        'application/json': components['schemas']['MediaUpload'] | components['schemas']['MediaFromUrl'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Media'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getMedia: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the media.
         * @example med_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Media'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  deleteMedia: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the media.
         * @example med_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  publishPostGroup: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The `version` that you have read, as in `"3"`. Where it is not the current one any more, nothing is changed and the answer is 409. Without it the last writer wins.
         * @example "3"
         */
        'If-Match'?: string;
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the post group.
         * @example pg_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['PublishOrder'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          /** @description The `version`, in quotes. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PostGroup'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The state does not allow this */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['PostGroupEditProblem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listImports: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImportPage'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createImport: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateImport'];
      };
    };
    responses: {
      /** @description Of a dry run: all rows, and what they would become. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Import'];
        };
      };
      /** @description Taken; its rows are made one after another. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Import'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description `IDEMPOTENCY_CONFLICT`: The idempotency key was used for another request; `IDEMPOTENCY_IN_FLIGHT`: The first request with this idempotency key still runs */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getImport: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the import.
         * @example text
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Import'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listImportRows: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description Any of these.
         * @example [
         *       "pending"
         *     ]
         */
        result?: components['schemas']['ImportRowResult'][];
      };
      header?: never;
      path: {
        /**
         * @description Id of the import.
         * @example text
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImportRowPage'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  takeProviderWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        connectionId: string;
      };
      cookie?: never;
    };
    /** @description As the provider sends it. */
    requestBody: {
      content: {
        /** @example {} */
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The webhook is signed, but cannot be understood. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The webhook is not signed as agreed. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getConnectionWebhooks: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectionWebhooks'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  registerConnectionWebhooks: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterWebhooks'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookRegistration'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The provider refuses (`error` says why), or has no API for it: the detail says what to enter by hand. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  removeConnectionWebhooks: {
    parameters: {
      query?: {
        /**
         * @description Forget it here although the provider refuses or cannot be asked. What it goes on to send is then refused; remove it there by hand.
         * @example false
         */
        force?: 'true' | 'false';
      };
      header?: never;
      path: {
        /**
         * @description Id of the connection.
         * @example conn_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The provider refuses; `error` says why. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listEvents: {
    parameters: {
      query?: {
        /**
         * @description A sequence: what came after it. `nextCursor` of the page before, or the `sequence` of the last event.
         * @example 4711
         */
        after?: number;
        /**
         * @description May be repeated. `post.*` stands for every type that begins so.
         * @example [
         *       "post.created"
         *     ]
         */
        type?: components['schemas']['EventTypePattern'][];
        /**
         * @description Of this group and its posts.
         * @example pg_01j9zk3t8q4m2v7w5x6y0abcde
         */
        groupId?: string;
        /**
         * @description Of this post alone.
         * @example post_01j9zk3t8q4m2v7w5x6y0abcde
         */
        postId?: string;
        /**
         * @description Most items of a page.
         * @example 100
         */
        limit?: number;
        /**
         * @description Where there is nothing yet, the answer waits so long for the first event.
         * @example 30
         */
        waitSeconds?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventPage'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  streamEvents: {
    parameters: {
      query?: {
        /**
         * @description A sequence: what came after it. `nextCursor` of the page before, or the `sequence` of the last event.
         * @example 4711
         */
        after?: number;
        /**
         * @description May be repeated. `post.*` stands for every type that begins so.
         * @example [
         *       "post.created"
         *     ]
         */
        type?: components['schemas']['EventTypePattern'][];
        /**
         * @description Of this group and its posts.
         * @example pg_01j9zk3t8q4m2v7w5x6y0abcde
         */
        groupId?: string;
        /**
         * @description Of this post alone.
         * @example post_01j9zk3t8q4m2v7w5x6y0abcde
         */
        postId?: string;
      };
      header?: {
        /**
         * @description The id of the last event that was received. It counts rather than `after`.
         * @example 4711
         */
        'Last-Event-ID'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A stream that does not end by itself. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example retry: 2000
           *     id: 4710
           *
           *     id: 4711
           *     event: post.published
           *     data: {"id":"evt_01j9zk3t8q4m2v7w5x6y0abcde","sequence":4711,"type":"post.published","timestamp":"…","data":{}}
           */
          'text/event-stream': string;
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listWebhookEndpoints: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  createWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWebhookEndpoint'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhookEndpoint'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The workspace has as many endpoints as it may have. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the webhook endpoint.
         * @example we_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  deleteWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the webhook endpoint.
         * @example we_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to show. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  updateWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the webhook endpoint.
         * @example we_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateWebhookEndpoint'];
      };
    };
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  rotateWebhookEndpointSecret: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the webhook endpoint.
         * @example we_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateWebhookSecret'];
      };
    };
    responses: {
      /** @description Made, and what was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhookEndpoint'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description Too many earlier secrets still sign. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  testWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the webhook endpoint.
         * @example we_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Accepted; it goes on. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookTest'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The endpoint is not active. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  replayWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the webhook endpoint.
         * @example we_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReplayWebhookEvents'];
      };
    };
    responses: {
      /** @description Accepted; it goes on. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookReplay'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The endpoint is not active. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        /**
         * @description Most items of a page.
         * @example 50
         */
        limit?: number;
        /**
         * @description `nextCursor` of the page before; valid for the same filters only.
         * @example WyIyMDI2LTEyLTAxVDA4OjAwOjAwLjAwMDAwMFoiLCJwb3N0XzAxIiwieCJd
         */
        cursor?: string;
        /**
         * @description To this endpoint.
         * @example we_01jd8x1p9m3v5q7r2t4w6y8z0a
         */
        endpointId?: string;
        /**
         * @description May be repeated.
         * @example [
         *       "pending"
         *     ]
         */
        status?: components['schemas']['WebhookDeliveryStatus'][];
        /**
         * @description May be repeated. `post.*` stands for every type that begins so.
         * @example [
         *       "post.created"
         *     ]
         */
        eventType?: components['schemas']['EventTypePattern'][];
        /**
         * @description Of this event, replays among them.
         * @example evt_01jd8x1p9m3v5q7r2t4w6y8z0a
         */
        eventId?: string;
        /**
         * @description Inclusive lower bound of createdAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        createdSince?: string;
        /**
         * @description Inclusive upper bound of createdAt.
         * @example 2026-12-01T08:00:00.000Z
         */
        createdUntil?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDeliveryList'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the webhook delivery.
         * @example whd_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDeliveryDetail'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  replayWebhookDelivery: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request repeatable: the same key and body give the first answer again.
         * @example order-4711
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description Id of the webhook delivery.
         * @example whd_01jdb2k7m4x8p6q3w9v5z0n1ct
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Accepted; it goes on. */
      202: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      /** @description `FORBIDDEN_SCOPE`: The API key lacks a scope; `FORBIDDEN_CSRF`: The session’s token is missing or wrong; `FORBIDDEN_ORIGIN`: The page may not speak to Postern */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      404: components['responses']['NOT_FOUND'];
      408: components['responses']['REQUEST_TIMEOUT'];
      /** @description The endpoint is not active, the delivery is still on its way, or its event is no longer kept. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getStatsOverview: {
    parameters: {
      query?: {
        /**
         * @description How many hours by the clock (UTC) to look at, of which the last one is still going on.
         * @example 24
         */
        hours?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatsOverview'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getStatsPunctuality: {
    parameters: {
      query?: {
        /**
         * @description How many hours by the clock (UTC) to look at, of which the last one is still going on.
         * @example 24
         */
        hours?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Punctuality'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN_SCOPE'];
      408: components['responses']['REQUEST_TIMEOUT'];
      422: components['responses']['VALIDATION'];
      429: components['responses']['RATE_LIMITED'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['UNAVAILABLE'];
    };
  };
  getLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was asked for. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Liveness'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      408: components['responses']['REQUEST_TIMEOUT'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It can; `status` says whether the scheduler keeps up. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      400: components['responses']['MALFORMED_REQUEST'];
      408: components['responses']['REQUEST_TIMEOUT'];
      431: components['responses']['HEADERS_TOO_LARGE'];
      500: components['responses']['INTERNAL'];
      /** @description It cannot; `checks` says why. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Server-Timing': components['headers']['Server-Timing'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
    };
  };
}
