import 'reflect-metadata';
import { createApi } from './http/bootstrap';
import { startProcess } from './process';

void startProcess('api', async (config) => {
  const app = await createApi(config);
  await app.listen(config.port, config.host);
  const address = await app.getUrl();
  return { announce: { msg: 'The API listens.', address }, close: () => app.close() };
});
