import { Module } from '@nestjs/common';
import { WorkspacesController } from './workspaces.controller';
import { WorkspacesRepository } from './workspaces.repository';
import { WorkspacesService } from './workspaces.service';

/** Owns the tenants. None is ever deleted: its posts and its audit log name it for ever. */
@Module({ controllers: [WorkspacesController], providers: [WorkspacesService, WorkspacesRepository] })
export class WorkspacesModule {}
