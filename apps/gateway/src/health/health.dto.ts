import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Check, Readiness, SchedulerCheck } from './health.service';

@ApiSchema({ name: 'Liveness' })
export class LiveDto {
  @ApiProperty({ enum: ['ok'] })
  status!: string;
}

@ApiSchema({ name: 'HealthCheck' })
class CheckDto implements Check {
  @ApiProperty()
  ok!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'What is wrong; null while all is well.' })
  detail!: string | null;
}

@ApiSchema({ name: 'SchedulerCheck' })
class SchedulerCheckDto extends CheckDto implements SchedulerCheck {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Worker processes whose heart beats.' })
  workersAlive!: number | null;

  @ApiProperty({
    type: String,
    isArray: true,
    nullable: true,
    description: 'Loops that do not turn, over all live workers.',
  })
  stalledLoops!: string[] | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Age of the oldest due submission that nobody holds and nothing blocks.',
  })
  lagSeconds!: number | null;
}

@ApiSchema({ name: 'HealthChecks' })
class ChecksDto {
  @ApiProperty({ type: CheckDto })
  database!: CheckDto;

  @ApiProperty({ type: SchedulerCheckDto, description: 'Whether posts go out, and how far behind.' })
  scheduler!: SchedulerCheckDto;
}

@ApiSchema({ name: 'Readiness' })
export class ReadyDto implements Readiness {
  @ApiProperty({ description: 'Whether this very process can serve.' })
  ready!: boolean;

  @ApiProperty({
    enum: ['ok', 'degraded', 'unavailable'],
    description: '`degraded`: this process can serve, but posts do not go out as they should.',
  })
  status!: Readiness['status'];

  @ApiProperty({ type: ChecksDto })
  checks!: ChecksDto;
}
