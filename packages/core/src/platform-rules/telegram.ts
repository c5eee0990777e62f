import { mebibytes, type LimitRule } from './limit-rule';

const MESSAGE = 'https://core.telegram.org/bots/api#sendmessage';
const PHOTO = 'https://core.telegram.org/bots/api#sendphoto';
const GROUP = 'https://core.telegram.org/bots/api#sendmediagroup';
const FILES = 'https://core.telegram.org/bots/api#sending-files';

/** Of bots. A text that is too long for a caption can follow as a message, so it only warns. */
export const TELEGRAM_RULES: readonly LimitRule[] = [
  { id: 'telegram.text.max_chars', measure: 'text_length', unit: 'characters', max: 4096, source: MESSAGE },
  {
    id: 'telegram.caption.max_chars',
    measure: 'text_length',
    unit: 'characters',
    max: 1024,
    when: 'media',
    severity: 'warning',
    source: PHOTO,
  },
  { id: 'telegram.media.max', measure: 'media_count', of: 'media', max: 10, source: GROUP },
  { id: 'telegram.image.max_bytes', measure: 'media_bytes', of: 'photo', max: mebibytes(10), source: FILES },
  { id: 'telegram.video.max_bytes', measure: 'media_bytes', of: 'video', max: mebibytes(50), source: FILES },
];
