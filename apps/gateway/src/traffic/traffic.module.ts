import { Module } from '@nestjs/common';
import { Traffic } from './traffic';
import { TrafficRepository } from './traffic.repository';

/** Pauses and breakers, shared by all workers. Knows no credentials and calls no upstream. */
@Module({ providers: [Traffic, TrafficRepository], exports: [Traffic] })
export class TrafficModule {}
