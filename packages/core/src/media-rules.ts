/** Rules about media: how many, of which kind, together or not, and their alternative texts. */
import {
  descriptorOf,
  error,
  isBlank,
  partsOf,
  type ContentIssue,
  type ContentRuleInput,
} from './content-issue';
import { platformName } from './platform';

export function mediaCount(input: ContentRuleInput): ContentIssue[] {
  const { platform, rules } = input.platform;
  const { min, max, source } = rules.media;
  const name = platformName(platform);
  const [first] = partsOf(input);
  const issues: ContentIssue[] = [];
  // Only the first part must have media: a later one is a reply, which may be text alone.
  if (first.media.length < min) {
    issues.push(
      error({
        path: `${first.path}.media`,
        rule: `${platform}.media.required`,
        message: `${input.provider.name} posts to ${name} only with media: at least ${items(min)}.`,
        fix: `Add ${items(min - first.media.length)}.`,
        source,
      }),
    );
  }
  for (const part of partsOf(input).filter(({ media }) => media.length > max)) {
    issues.push(
      error({
        path: `${part.path}.media`,
        rule: `${platform}.media.max`,
        message: `There are ${items(part.media.length)}; ${input.provider.name} takes ${max === 0 ? 'none' : max} for ${name}.`,
        fix: `Remove ${items(part.media.length - max)}.`,
        source,
      }),
    );
  }
  return issues;
}

function items(count: number): string {
  return count === 1 ? '1 media item' : `${count} media items`;
}

export function mediaOfOneKind(input: ContentRuleInput): ContentIssue[] {
  const { platform, rules } = input.platform;
  const limits = [
    { kind: 'image', plural: 'images', max: rules.media.maxImages },
    { kind: 'video', plural: 'videos', max: rules.media.maxVideos },
  ] as const;
  return partsOf(input).flatMap((part) =>
    limits.flatMap(({ kind, plural, max }) => {
      const count = part.media.filter((item) => input.factsOf(item).kind === kind).length;
      // The total alone is too many already: `media.max` says so.
      if (count <= max || count > rules.media.max) {
        return [];
      }
      return error({
        path: `${part.path}.media`,
        rule: `${platform}.media.max_${plural}`,
        message: `There are ${count} ${plural}; ${input.provider.name} takes ${max} for ${platformName(platform)}.`,
        fix: `Remove ${count - max} of the ${plural}.`,
        source: rules.media.source,
      });
    }),
  );
}

export function mediaMixed(input: ContentRuleInput): ContentIssue[] {
  const { platform, rules } = input.platform;
  if (rules.media.mixed) {
    return [];
  }
  return partsOf(input)
    .filter((part) => {
      const kinds = new Set(part.media.map((item) => input.factsOf(item).kind));
      return kinds.has('image') && kinds.has('video');
    })
    .map((part) =>
      error({
        path: `${part.path}.media`,
        rule: 'media.mixed',
        message: `${input.provider.name} does not take images and videos together for ${platformName(platform)}.`,
        fix: 'Keep either the images or the video.',
        source: rules.media.source,
      }),
    );
}

export function altText(input: ContentRuleInput): ContentIssue[] {
  if (input.platform.rules.altText) {
    return [];
  }
  return partsOf(input).flatMap((part) =>
    part.media.flatMap((item, index) =>
      isBlank(item.altText)
        ? []
        : {
            path: `${part.path}.media[${index}].altText`,
            rule: 'altText.unsupported',
            // The post is whole without it, so it goes out; but the author is told.
            severity: 'warning' as const,
            message: `${input.provider.name} passes no alternative text on to ${platformName(input.platform.platform)}.`,
            fix: 'Add it on the platform after publishing.',
            source: descriptorOf(input),
          },
    ),
  );
}
