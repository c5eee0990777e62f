import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { currentRequest } from '../http/request-context';
import { isDatabaseUnreachable } from './database-errors';
import { PooledDataSource } from './pooled-data-source';
import { ReadReplica } from './read-replica';
import { Reads } from './reads';
import { type Patience, SessionPool, sessionOptions } from './session-pool';

interface Manner extends Patience {
  /** See `SessionConfig`. */
  workspace: () => string | null;
}

const MANNERS = {
  /** A caller waits, and sees their workspace only. */
  api: {
    connectMs: 3_000,
    statementMs: 5_000,
    workspace: () => currentRequest()?.caller?.workspaceId ?? null,
  },
  /** Nobody waits, but a loop that waits for ever does nothing else. It works for all workspaces. */
  worker: { connectMs: 10_000, statementMs: 20_000, workspace: () => null },
} as const satisfies Record<string, Manner>;

/** A database that is away while a process starts is waited for, as one that goes away later. */
const START_TRIES = 60;
const START_PAUSE_MS = 1_000;

/** Gives everybody the one TypeORM `DataSource` of this process. Migrations have run before it starts. */
@Module({})
export class DatabaseModule {
  static for(process: keyof typeof MANNERS): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({
            ...optionsOf(config, MANNERS[process]),
            autoLoadEntities: true,
            retryAttempts: START_TRIES,
            retryDelay: START_PAUSE_MS,
            toRetry: isDatabaseUnreachable,
          }),
          dataSourceFactory: (options) => Promise.resolve(new PooledDataSource(required(options))),
        }),
      ],
      providers: [
        {
          provide: ReadReplica,
          inject: [CONFIG, DataSource],
          useFactory: (config: Config, primary: DataSource) =>
            process === 'api' && config.replica !== null
              ? new ReadReplica(primary, { ...config.replica, workspace: MANNERS.api.workspace })
              : null,
        },
        Reads,
      ],
      exports: [Reads],
    };
  }
}

function optionsOf(config: Config, manner: Manner): DataSourceOptions {
  if (config.databaseUrl === null) throw new Error('The database address is not known yet.');
  return {
    type: 'postgres',
    url: config.databaseUrl,
    poolSize: 10,
    applicationName: 'postern',
    driver: { Pool: SessionPool },
    extra: { ...sessionOptions(manner), workspace: manner.workspace },
    // Whoever uses a session learns of its end by the query that fails.
    poolErrorHandler: () => undefined,
    synchronize: false,
    // A `where` with undefined must fail instead of matching everybody's rows.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  };
}

function required(options: DataSourceOptions | undefined): DataSourceOptions {
  if (options === undefined) throw new Error('The options of the database were made above.');
  return options;
}
