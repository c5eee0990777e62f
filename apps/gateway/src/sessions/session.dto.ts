import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { type Scope, SCOPES } from '../http/auth/caller';
import { MayBeAbsent } from '../http/fields';

export const SIGN_IN_METHODS = ['api_key', 'oidc'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

@ApiSchema({ name: 'CreateSession', description: 'Signs in with an API key.' })
export class CreateSessionDto {
  @ApiProperty({
    minLength: 1,
    maxLength: 255,
    description: 'The key. The session may do what it may, for as long as it works.',
    example: 'pk_01jd8x1p9m3v5q7r2t4w6y8z0a_3q2-7wJm…',
  })
  @IsString()
  @Length(1, 255)
  apiKey!: string;
}

export class EndSessionQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'End all sessions of the same key or person, in every browser.',
    example: 'true',
  })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  everywhere?: 'true' | 'false';
}

@ApiSchema({ name: 'SessionWorkspace', description: 'The workspace that a session opens.' })
export class SessionWorkspaceDto {
  @ApiProperty({ example: 'ws_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({ example: 'Growth team' })
  name!: string;
}

@ApiSchema({ name: 'Session', description: 'A browser that is signed in.' })
export class SessionDto {
  @ApiProperty({ example: 'ses_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({
    description: 'Who signed in: the key’s name, or the person’s.',
    example: 'campaign service',
  })
  name!: string;

  @ApiProperty({ enum: SIGN_IN_METHODS, enumName: 'SignInMethod', example: 'api_key' })
  signedInBy!: SignInMethod;

  @ApiProperty({ type: SessionWorkspaceDto })
  workspace!: SessionWorkspaceDto;

  @ApiProperty({
    enum: SCOPES,
    enumName: 'Scope',
    isArray: true,
    description: 'All that it may do, with the scopes that others imply.',
    example: ['publish:read', 'publish:write'],
  })
  scopes!: Scope[];

  @ApiProperty({
    description: 'Send it as `X-CSRF-Token` with every request that is no GET.',
    example: 'u5m3cS0Yp0M2b8h1cVq7m0d4k9t2w6y8z0a1b3c5d7e',
  })
  csrfToken!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' })
  createdAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it ends at the latest; one that is not used ends earlier.',
    example: '2026-12-01T21:00:00.000Z',
  })
  expiresAt!: string;
}

@ApiSchema({ name: 'SignInWithOidc', description: 'Signing in at an OpenID provider.' })
export class SignInWithOidcDto {
  @ApiProperty({ description: 'What the provider is called on the button.', example: 'Acme single sign-on' })
  name!: string;
}

@ApiSchema({ name: 'SignInMethods', description: 'How one can sign in.' })
export class SignInMethodsDto {
  @ApiProperty({ description: 'With an API key.', example: true })
  apiKey!: boolean;

  @ApiProperty({ type: SignInWithOidcDto, nullable: true, description: '`null`: no provider is set up.' })
  oidc!: SignInWithOidcDto | null;
}
