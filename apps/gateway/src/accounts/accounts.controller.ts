import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { AccountDto, AccountListDto, AccountsQuery } from './accounts.dto';
import { AccountsService } from './accounts.service';

@ApiTags('accounts')
@ApiBearerAuth('key')
@RequireScope('accounts:read')
@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @ApiOperation({ operationId: 'listAccounts', summary: 'Accounts through all connections' })
  @ApiOkResponse({ type: AccountListDto })
  list(@Caller() caller: Caller, @Query() query: AccountsQuery): Promise<AccountListDto> {
    return this.accounts.list(caller.workspaceId, query);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getAccount', summary: 'One account' })
  @ApiOkResponse({ type: AccountDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<AccountDto> {
    return this.accounts.get(caller.workspaceId, id);
  }
}
