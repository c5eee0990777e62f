// What a refusal says. POSTERN_URL=… POSTERN_API_KEY=… node examples/errors.mjs
import { ApiError, NetworkError, Postern, TimeoutError, ValidationError } from '@postern/client';

const postern = new Postern({ baseUrl: process.env.POSTERN_URL, apiKey: process.env.POSTERN_API_KEY });

try {
  await postern.postGroups.create({ content: { text: 'Hello' }, targets: [{ accountId: 'acct_nobody' }] });
} catch (error) {
  if (error instanceof ValidationError) {
    for (const { path, rule, message } of error.issues) console.log(`${path}: ${message} [${rule}]`);
  } else if (error instanceof ApiError) {
    console.log(error.status, error.code, error.requestId, error.retryAfter);
  } else if (error instanceof NetworkError || error instanceof TimeoutError) {
    console.log('Try again later: Postern cannot be reached.');
  } else {
    throw error;
  }
}
