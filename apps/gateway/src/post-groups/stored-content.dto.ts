import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { MediaItem, PostContent } from '@postern/core';

const text = { type: String, nullable: true } as const;

@ApiSchema({
  name: 'MediaItem',
  description: 'One image or video; exactly one of `mediaId` and `url` is set.',
})
export class StoredMediaItemDto implements MediaItem {
  @ApiProperty(text) mediaId!: string | null;
  @ApiProperty(text) url!: string | null;
  @ApiProperty(text) altText!: string | null;
}

@ApiSchema({ name: 'ThreadPart', description: 'A part after the first.' })
export class StoredThreadPartDto {
  @ApiProperty() text!: string;
  @ApiProperty({ type: [StoredMediaItemDto] }) media!: StoredMediaItemDto[];
}

@ApiSchema({ name: 'Content', description: 'The content of a group or of one post, every member present.' })
export class StoredContentDto implements PostContent {
  @ApiProperty() text!: string;
  @ApiProperty({ type: [StoredMediaItemDto] }) media!: StoredMediaItemDto[];
  @ApiProperty({ type: [StoredThreadPartDto] }) thread!: StoredThreadPartDto[];
  @ApiProperty(text) firstComment!: string | null;
}
