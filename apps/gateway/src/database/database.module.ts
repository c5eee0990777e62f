import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../config/config';

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
    }),
  ],
})
export class DatabaseModule {}
