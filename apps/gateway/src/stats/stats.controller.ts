import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { OverviewDto } from './overview.dto';
import { PunctualityDto } from './punctuality.dto';
import { StatsQuery } from './stats-query.dto';
import { StatsService } from './stats.service';

@ApiTags('stats')
@ApiBearerAuth('key')
@RequireScope('publish:read')
@Controller('v1/stats')
export class StatsController {
  constructor(private readonly stats: StatsService) {}

  @Get('overview')
  @ApiOperation({
    summary: 'What is open, what comes next, and what went wrong',
    description:
      'How the workspace stands now, and what ended within the last `hours`. Everything is of one moment, `until`. ' +
      'The accounts of each connection are told to keys with `accounts:read`, the webhooks to those with ' +
      '`webhooks:read`; to others they are null.',
    operationId: 'getStatsOverview',
  })
  @ApiOkResponse({ type: OverviewDto })
  overview(@Caller() caller: Caller, @Query() { hours }: StatsQuery): Promise<OverviewDto> {
    return this.stats.overview(caller, hours);
  }

  @Get('punctuality')
  @ApiOperation({
    summary: 'How late posts started, hour by hour',
    description:
      'From the moment at which a post was due to the beginning of the first attempt at it, by the clock of the ' +
      'database. A post that was handed over before it was due is not late: 0 seconds. One that never began counts ' +
      'with all that it has waited, until it failed or until now; drafts, and posts that were canceled before they ' +
      'began, do not count.',
    operationId: 'getStatsPunctuality',
  })
  @ApiOkResponse({ type: PunctualityDto })
  punctuality(@Caller() caller: Caller, @Query() { hours }: StatsQuery): Promise<PunctualityDto> {
    return this.stats.punctuality(caller.workspaceId, hours);
  }
}
