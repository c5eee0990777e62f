// Uploads a picture, which is read while it is sent, and publishes it tomorrow.
//   POSTERN_URL=… POSTERN_API_KEY=… node examples/media.mjs door.jpg acct_…
import { openAsBlob } from 'node:fs';
import { Postern } from '@postern/client';

const [path, accountId] = process.argv.slice(2);
const postern = new Postern({ baseUrl: process.env.POSTERN_URL, apiKey: process.env.POSTERN_API_KEY });

const picture = await postern.media.upload(await openAsBlob(path), { filename: 'door.jpg' });
console.log(`${picture.id}: ${picture.contentType}, ${picture.width} × ${picture.height}`);

const group = await postern.postGroups.create({
  content: { text: 'Our new door', media: [{ mediaId: picture.id, altText: 'A green door' }] },
  targets: [{ accountId }],
  scheduledAt: new Date(Date.now() + 24 * 3_600_000).toISOString(),
});
console.log(group.status);

// Plans change.
const { group: canceled } = await postern.postGroups.cancel(group.id, { reason: 'The door is late.' });
console.log(canceled.status);
