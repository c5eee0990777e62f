import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CONFIG, type Config } from '../config/config';

/**
 * Between the moment when the pool hands a new session out and the moment when TypeORM listens to it, nobody
 * does. Postgres may end the session in that very packet, and an error that nobody hears ends the process.
 */
async function openDataSource(options?: DataSourceOptions): Promise<DataSource> {
  if (options === undefined) throw new Error('The database has no options.');
  const dataSource = await new DataSource(options).initialize();
  const { master } = dataSource.driver as unknown as { master: Pool };
  // Whoever uses the session learns of its end by the query that fails.
  master.on('connect', (client) => client.on('error', () => undefined));
  return dataSource;
}

/** Gives everybody the one TypeORM `DataSource` of this process. Migrations have run before it starts. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => {
        if (config.databaseUrl === null) throw new Error('The database address is not known yet.');
        return {
          type: 'postgres',
          url: config.databaseUrl,
          poolSize: 10,
          connectTimeoutMS: 5_000,
          applicationName: 'postern',
          autoLoadEntities: true,
          synchronize: false,
          // A `where` with undefined must fail instead of matching everybody's rows.
          invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
          retryAttempts: 3,
          retryDelay: 500,
        } as const;
      },
      dataSourceFactory: openDataSource,
    }),
  ],
})
export class DatabaseModule {}
