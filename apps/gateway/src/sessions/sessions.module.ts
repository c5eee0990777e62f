import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module';
import { CallerFinder } from './caller-finder';
import { OwnPages } from './own-pages';
import { SessionAuthenticator } from './session-authenticator';
import { SessionController } from './session.controller';
import { SessionCookie } from './session-cookie';
import { SessionsRepository } from './sessions.repository';
import { SessionsService } from './sessions.service';

/** Owns browsers that are signed in: how they come to be, what each request of theirs proves, how they end. */
@Module({
  imports: [ApiKeysModule],
  controllers: [SessionController],
  providers: [
    CallerFinder,
    OwnPages,
    SessionAuthenticator,
    SessionCookie,
    SessionsRepository,
    SessionsService,
  ],
  exports: [CallerFinder, OwnPages, SessionCookie, SessionsService],
})
export class SessionsModule {}
