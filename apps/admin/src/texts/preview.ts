export const preview = {
  of: (platform: string) => `Preview for ${platform}`,
  note: 'What is published; the network draws it in its own way.',
  noName: 'Unnamed account',
  empty: 'Nothing is written yet.',
  cut: (platform: string, over: number) =>
    over === 1
      ? `${platform} takes no more than this: 1 too many.`
      : `${platform} takes no more than this: ${over} too many.`,
  tooLong: 'too long: ',
  part: (index: number, total: number) => `Part ${index} of ${total}`,
  firstComment: 'First comment',
  noThread: (platform: string) => `No thread can be published to ${platform} through this provider.`,
  tooManyParts: (max: number) => `This provider publishes at most ${max} parts.`,
  noFirstComment: (platform: string) =>
    `No first comment can be written on ${platform} through this provider.`,
  noAltText: 'This provider does not pass alternative texts on.',
  altText: (text: string) => `Alt: ${text}`,
  altMissing: 'No alternative text',
  mediaNumber: (index: number) => `Medium ${index}`,
  video: 'Video',
  notShown: 'Not shown here',
  gone: 'The file is gone; choose it again.',
  media: 'Media',
};
