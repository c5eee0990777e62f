import { Module } from '@nestjs/common';
import { PostWriter } from './post-writer';
import { PostWriterRepository } from './post-writer.repository';

/** The only writer of a post's status, for everybody who learns something of a post. */
@Module({ providers: [PostWriter, PostWriterRepository], exports: [PostWriter] })
export class PostWriterModule {}
