import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { createLogger, NestLogger } from './logging/logger';
import { startProcess } from './process';
import { WorkerModule } from './worker.module';

void startProcess('worker', async (config) => {
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
    logger: new NestLogger(createLogger(config, 'worker')),
    abortOnError: false,
  });
  return { announce: { msg: 'The worker runs.' }, close: () => app.close() };
});
