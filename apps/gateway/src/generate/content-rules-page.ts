/** `docs/content-rules.md`: what each platform demands, as the rules of `@postern/core` have it. */
import {
  KNOWN_PLATFORMS,
  platformRules,
  type LimitRule,
  type RuleMeasure,
  type TextUnit,
} from '@postern/core';

const INTRODUCTION = `# Content rules

What each social network itself demands of a post, as far as it says so in public. A post is held against these
rules and its provider's own limits (whichever is narrower) when it is validated, when it is created, and once more
before it is sent. \`GET /v1/providers\` shows what binds for each provider; \`POST /v1/post-groups/validate\` says what
a post breaks, with a fix in words. Rules about files bind where the file's type, size or shape is known. A warning
never keeps a post back.

This page is generated (\`npm run generate\`) from \`packages/core/src/platform-rules\`.
`;

const UNITS: Readonly<Record<TextUnit, string>> = {
  characters: 'characters (Unicode code points)',
  graphemes: 'visible characters (grapheme clusters)',
  utf16: 'UTF-16 code units',
  bytes: 'bytes of UTF-8',
  weighted: 'weighted characters (twitter-text: most scripts 1, others and emojis 2, a link 23)',
  weighted_full_links: 'weighted characters, links at their own length',
  mastodon: 'visible characters, a link as 23, a handle without its domain',
  threads: 'characters, an emoji as the bytes of its UTF-8',
};

/** The whole page. */
export function contentRulesPage(): string {
  const sections = KNOWN_PLATFORMS.map(({ platform, name }) => {
    const rows = platformRules(platform).map(
      (rule) => `| \`${rule.id}\` | ${limitOf(rule)} | ${rule.severity ?? 'error'} | <${rule.source}> |`,
    );
    return `\n## ${name}\n\n| rule | limit | breaking it | source |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return INTRODUCTION + sections.join('');
}

const CONDITIONS = { media: ' beside media', image: ' beside images', video: ' beside a video' } as const;

function limitOf(rule: LimitRule): string {
  const when = rule.when === undefined ? '' : CONDITIONS[rule.when];
  const value = FORMS[rule.measure](rule);
  return `${value}${when}`;
}

const NOUNS = {
  media: 'media items',
  image: 'images',
  photo: 'photos',
  gif: 'GIFs',
  video: 'videos',
} as const;

const range = (
  { min, max }: LimitRule,
  unit: string,
  show: (value: number) => string = (value) => value.toLocaleString('en'),
): string => {
  if (min === undefined) return `at most ${show(max ?? Infinity)} ${unit}`.trim();
  return (
    max === undefined ? `at least ${show(min)} ${unit}` : `${show(min)} to ${show(max)} ${unit}`
  ).trim();
};
const onFiles = ({ of = 'media' }: LimitRule): string => `${NOUNS[of]}:`;
const inUnit = ({ unit = 'characters' }: LimitRule): string => UNITS[unit];

const FORMS: Readonly<Record<RuleMeasure, (rule: LimitRule) => string>> = {
  text_length: (rule) => `text: ${range(rule, inUnit(rule))}`,
  text_required: () => 'a text, also beside media',
  hashtags: (rule) => range(rule, 'hashtags'),
  mentions: (rule) => range(rule, 'mentions'),
  links: (rule) => range(rule, 'different links'),
  media_count: (rule) => range(rule, NOUNS[rule.of ?? 'media']),
  media_mixed: () => 'images or videos, not both',
  media_type: (rule) => `${onFiles(rule)} ${rule.types?.join(', ') ?? 'any'}`,
  media_bytes: (rule) => `${onFiles(rule)} ${range(rule, 'bytes')}`,
  media_duration: (rule) => `${onFiles(rule)} ${range(rule, 'seconds', (value) => String(value / 1000))}`,
  media_ratio: (rule) =>
    `${onFiles(rule)} width by height ${range(rule, '', (value) => String(Math.round(value * 1000) / 1000))}`,
  media_width: (rule) => `${onFiles(rule)} width ${range(rule, 'pixels')}`,
  media_height: (rule) => `${onFiles(rule)} height ${range(rule, 'pixels')}`,
  alt_text_length: (rule) => `alternative text: ${range(rule, inUnit(rule))}`,
  title_length: (rule) => `title (\`options.title\`): ${range(rule, inUnit(rule))}`,
};
