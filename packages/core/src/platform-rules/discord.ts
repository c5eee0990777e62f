import { type LimitRule } from './limit-rule';

const MESSAGE = 'https://discord.com/developers/docs/resources/message#create-message';

export const DISCORD_RULES: readonly LimitRule[] = [
  { id: 'discord.text.max_chars', measure: 'text_length', unit: 'characters', max: 2000, source: MESSAGE },
  {
    id: 'discord.media.max',
    measure: 'media_count',
    of: 'media',
    max: 10,
    source: 'https://discord.com/developers/docs/reference#uploading-files',
  },
];
