// Publishes to every connected account on the platforms given, and waits for the outcome.
//   POSTERN_URL=http://localhost:3400 POSTERN_API_KEY=… node examples/publish.mjs linkedin threads
import { Postern } from '@postern/client';

const postern = new Postern({ baseUrl: process.env.POSTERN_URL, apiKey: process.env.POSTERN_API_KEY });
const platforms = process.argv.slice(2);

const targets = [];
for await (const account of postern.accounts.list({ status: 'connected' })) {
  if (platforms.includes(account.platform)) targets.push({ accountId: account.id });
}

const group = await postern.postGroups.create(
  { content: { text: 'We open at nine tomorrow.' }, targets },
  // Yours, if the same work may be started twice: the second create answers the first group.
  { idempotencyKey: `opening-${new Date().toISOString()}` },
);
const final = await postern.waitUntilFinal(group.id, {
  timeoutMs: 120_000,
  onChange: ({ status, counts }) => console.log(status, counts),
});
for (const post of final.posts) {
  console.log(post.platform, post.status, post.platformPostUrl ?? post.error?.remedy ?? '');
}
