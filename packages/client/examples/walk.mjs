// Walks through the whole API by the SDK: every operation of the gateway's own OpenAPI document is called, and
// the walk fails where one was not. `npm run walk` in the repository's root starts Postern and runs it.
// Deliveries of webhooks are received here, so Postern must run on this machine with POSTERN_ALLOW_HOSTS=127.0.0.1.
//   POSTERN_URL=http://localhost:3400 POSTERN_API_KEY=… SANDBOX_URL=http://localhost:3401 node examples/walk.mjs
import { Postern } from '@postern/client';
import { walkConnections } from './walk/connections.mjs';
import { walkContent } from './walk/content.mjs';
import { walkManifests } from './walk/manifests.mjs';
import { walkTenancy } from './walk/tenancy.mjs';
import { Walk } from './walk/walk.mjs';
import { walkWebhooks } from './walk/webhooks.mjs';

const { POSTERN_URL: baseUrl, POSTERN_API_KEY: apiKey, SANDBOX_URL: sandbox } = process.env;
const walk = new Walk(baseUrl);
const open = (key) => new Postern({ baseUrl, apiKey: key, fetch: walk.fetch });

try {
  await walk.begin();
  const { postern, finish } = await walkTenancy(walk, open(apiKey), open);
  const place = await walkConnections(walk, postern, sandbox);
  await walkContent(walk, postern, place);
  await walkManifests(walk, postern);
  await walkWebhooks(walk, postern);
  await finish();
  if (!walk.end()) process.exitCode = 1;
} catch (error) {
  console.error(error);
  walk.end();
  process.exitCode = 1;
}
