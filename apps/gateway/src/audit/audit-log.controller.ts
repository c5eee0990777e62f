import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { AuditLogDto, AuditLogQuery } from './audit-log.dto';
import { AuditLogService } from './audit-log.service';

@ApiTags('audit log')
@ApiBearerAuth('key')
@Controller('v1/audit-log')
export class AuditLogController {
  constructor(private readonly log: AuditLogService) {}

  @Get()
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'listAuditLog',
    summary: 'Every change that was made through the API, newest first',
    description: 'Who changed what, with the state before and after. It never holds a secret.',
  })
  @ApiOkResponse({ type: AuditLogDto })
  list(@Caller() caller: Caller, @Query() query: AuditLogQuery): Promise<AuditLogDto> {
    const { limit, cursor, ...filter } = query;
    return this.log.list(caller.workspaceId, filter, { limit, cursor });
  }
}
