// Receives Postern's webhooks, and refuses what is not Postern's.
//   POSTERN_WEBHOOK_SECRET=whsec_… PORT=8080 node examples/webhooks.mjs
import { createServer } from 'node:http';
import { webhooks } from '@postern/client';

const server = createServer(async (request, response) => {
  // The bytes as they came: what is parsed and written anew is no longer what was signed.
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const event = await webhooks.verify(Buffer.concat(chunks), request.headers, [
      process.env.POSTERN_WEBHOOK_SECRET,
    ]);
    response.writeHead(204).end();
    console.log(event.type, event.id);
  } catch (error) {
    response.writeHead(400).end();
    console.log(error.message);
  }
});
server.listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log(`Listening on ${server.address().port}`),
);
