import { Module } from '@nestjs/common';
import { EventSequencer } from './event-sequencer';
import { EventSequencerRepository } from './event-sequencer.repository';

/** Numbers the events. Worker only. */
@Module({ providers: [EventSequencer, EventSequencerRepository] })
export class EventSequencerModule {}
