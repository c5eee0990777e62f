import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller';
import { AuditLogRepository } from './audit-log.repository';
import { AuditLogService } from './audit-log.service';

/** Owns the audit log: how an entry is written (`audit-entry.ts`) and how it is read. */
@Module({ controllers: [AuditLogController], providers: [AuditLogService, AuditLogRepository] })
export class AuditModule {}
