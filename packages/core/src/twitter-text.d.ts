/** The one part of twitter-text that counts; its index would pull in everything that makes HTML. */
declare module 'twitter-text/dist/parseTweet' {
  export default function parseTweet(text: string): { weightedLength: number };
}
