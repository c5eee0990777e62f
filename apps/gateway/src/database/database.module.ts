import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { isDatabaseUnreachable } from './database-errors';
import { SessionPool, sessionOptions } from './session-pool';

/** What a statement may take before Postgres ends it. */
const STATEMENT_MS = {
  /** A caller waits. */
  api: 5_000,
  /** Nobody waits, but a loop that waits for ever does nothing else. */
  worker: 20_000,
} as const;

/** A database that is away while a process starts is waited for, as one that goes away later. */
const START_TRIES = 60;
const START_PAUSE_MS = 1_000;

/** Gives everybody the one TypeORM `DataSource` of this process. Migrations have run before it starts. */
@Module({})
export class DatabaseModule {
  static for(process: keyof typeof STATEMENT_MS): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({
            ...optionsOf(config, STATEMENT_MS[process]),
            autoLoadEntities: true,
            retryAttempts: START_TRIES,
            retryDelay: START_PAUSE_MS,
            toRetry: isDatabaseUnreachable,
          }),
        }),
      ],
    };
  }
}

function optionsOf(config: Config, statementMs: number): DataSourceOptions {
  if (config.databaseUrl === null) throw new Error('The database address is not known yet.');
  return {
    type: 'postgres',
    url: config.databaseUrl,
    poolSize: 10,
    applicationName: 'postern',
    driver: { Pool: SessionPool },
    extra: sessionOptions(statementMs),
    // Whoever uses a session learns of its end by the query that fails.
    poolErrorHandler: () => undefined,
    synchronize: false,
    // A `where` with undefined must fail instead of matching everybody's rows.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  };
}
