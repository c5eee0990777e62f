import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { HookRegistrationViews } from './hook-registration-views';
import { HookRegistrationsController } from './hook-registrations.controller';
import { HookRegistrationsRepository } from './hook-registrations.repository';
import { HookRegistrationsService } from './hook-registrations.service';
import { RegistrationTurns } from './registration-turns';

/** Has providers call us, through their own APIs. What they then send is the business of `hooks/`. API only. */
@Module({
  imports: [ConnectionsModule],
  controllers: [HookRegistrationsController],
  providers: [
    HookRegistrationsService,
    HookRegistrationViews,
    HookRegistrationsRepository,
    RegistrationTurns,
  ],
})
export class HookRegistrationsModule {}
