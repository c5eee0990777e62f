import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { PageQuery } from '../http/pagination';
import { Repeatable } from '../http/repeatable';
import { CreateImportDto, ImportDto, ImportPageDto, ImportRowPageDto, ImportRowsQuery } from './imports.dto';
import { ImportsService } from './imports.service';

@ApiTags('imports')
@ApiBearerAuth('key')
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post()
  @Repeatable()
  @RequireScope('publish:write')
  @ApiOperation({
    operationId: 'createImport',
    summary: 'Make a post group of each row of a table (CSV)',
    description:
      'A dry run says what each row would become and writes nothing. An import is taken whole and made row by row: ' +
      'bad rows are told and keep no others back, and no row is made twice, whatever breaks off in between. ' +
      'A file that cannot be read at all is refused.',
  })
  @ApiCreatedResponse({ type: ImportDto, description: 'Taken; its rows are made one after another.' })
  @ApiOkResponse({ type: ImportDto, description: 'Of a dry run: all rows, and what they would become.' })
  async create(
    @Caller() caller: Caller,
    @Body() body: CreateImportDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportDto> {
    reply.status(body.dryRun === true ? 200 : 201);
    return this.imports.create(caller, body);
  }

  @Get()
  @RequireScope('publish:read')
  @ApiOperation({ operationId: 'listImports', summary: 'Imports, newest first' })
  @ApiOkResponse({ type: ImportPageDto })
  list(@Caller() caller: Caller, @Query() query: PageQuery): Promise<ImportPageDto> {
    return this.imports.list(caller.workspaceId, query);
  }

  @Get(':id')
  @RequireScope('publish:read')
  @ApiOperation({ operationId: 'getImport', summary: 'One import, and how far it is' })
  @ApiOkResponse({ type: ImportDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<ImportDto> {
    return this.imports.get(caller.workspaceId, id);
  }

  @Get(':id/rows')
  @RequireScope('publish:read')
  @ApiOperation({
    operationId: 'listImportRows',
    summary: 'What became of the rows, in the order of the file',
  })
  @ApiOkResponse({ type: ImportRowPageDto })
  rows(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() { result, ...page }: ImportRowsQuery,
  ): Promise<ImportRowPageDto> {
    return this.imports.rows(caller.workspaceId, id, result ?? [], page);
  }
}
