import { Module } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller';
import { ApiKeysRepository } from './api-keys.repository';
import { ApiKeysService } from './api-keys.service';
import { KeyAuthenticator } from './key-authenticator';
import { KnownKeysRepository } from './known-keys.repository';
import { RateLimiter } from './rate-limiter';
import { RateWindowsRepository } from './rate-windows.repository';

/** Owns the keys that callers present: who they are, how often they may come, and how they are made and ended. */
@Module({
  controllers: [ApiKeysController],
  providers: [
    ApiKeysService,
    ApiKeysRepository,
    KeyAuthenticator,
    KnownKeysRepository,
    RateLimiter,
    RateWindowsRepository,
  ],
  exports: [KeyAuthenticator, RateLimiter],
})
export class ApiKeysModule {}
