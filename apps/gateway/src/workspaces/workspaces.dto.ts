import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { MayBeAbsent, NotWhiteSpace } from '../http/fields';
import { PageQuery } from '../http/pagination';

export class WorkspacesQuery extends PageQuery {}

@ApiSchema({ name: 'CreateWorkspace' })
export class CreateWorkspaceDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Growth team' })
  @IsString()
  @Length(1, 200)
  @NotWhiteSpace()
  name!: string;
}

@ApiSchema({ name: 'UpdateWorkspace' })
export class UpdateWorkspaceDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, example: 'Growth team' })
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @NotWhiteSpace()
  name?: string;
}

@ApiSchema({ name: 'Workspace', description: 'A tenant: owns connections, accounts, posts and keys.' })
export class WorkspaceDto {
  @ApiProperty({ example: 'ws_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({ example: 'Growth team' })
  name!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' })
  updatedAt!: string;
}

@ApiSchema({ name: 'WorkspaceList' })
export class WorkspaceListDto {
  @ApiProperty({ type: [WorkspaceDto] })
  items!: WorkspaceDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor!: string | null;
}
