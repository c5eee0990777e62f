// Follows the log of events; a broken connection is made anew and misses nothing. Ctrl-C ends it.
//   POSTERN_URL=… POSTERN_API_KEY=… node examples/events.mjs
import { Postern } from '@postern/client';

const postern = new Postern({ baseUrl: process.env.POSTERN_URL, apiKey: process.env.POSTERN_API_KEY });
const ending = new AbortController();
process.once('SIGINT', () => ending.abort());

try {
  for await (const event of postern.events.stream(
    {},
    { signal: ending.signal, onOpen: () => console.log('open') },
  )) {
    console.log(event.sequence, event.type, event.timestamp);
  }
} catch (error) {
  if (!ending.signal.aborted) throw error;
}
