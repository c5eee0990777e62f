import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module';
import { OidcAttempts } from './oidc-attempt';
import { OidcController } from './oidc.controller';
import { OidcProviderClient } from './oidc-provider-client';
import { OidcSignIn } from './oidc-sign-in';

/** Signing in at an OpenID provider. Owns the way there and back; what comes of it is a session like others. */
@Module({
  imports: [SessionsModule],
  controllers: [OidcController],
  providers: [OidcAttempts, OidcProviderClient, OidcSignIn],
})
export class OidcModule {}
