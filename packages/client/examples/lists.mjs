// Reads lists page by page, only as far as they are looked at.
//   POSTERN_URL=… POSTERN_API_KEY=… node examples/lists.mjs
import { Postern } from '@postern/client';

const postern = new Postern({ baseUrl: process.env.POSTERN_URL, apiKey: process.env.POSTERN_API_KEY });

for await (const post of postern.posts.list({ status: ['failed', 'unknown'], limit: 100 })) {
  console.log(post.id, post.platform, post.error?.code);
}

const { items, nextCursor } = await postern.accounts.list({ limit: 2 }).first();
console.log(`${items.length} accounts, and ${nextCursor === null ? 'no more' : 'more'}`);

const newest = await postern.postGroups.list().toArray(10);
console.log(`${newest.length} groups`);
