/** Rules about the files of media: type, size, duration and shape. They speak only of what is known. */
import { partsOf, whoLimits, type ContentIssue, type ContentRuleInput } from './content-issue';
import type { EffectiveRule } from './effective-rules';
import type { MediaFacts } from './media-facts';
import { isOf } from './rule-condition';

export function mediaFiles(input: ContentRuleInput): ContentIssue[] {
  return input.rules.flatMap((rule) =>
    partsOf(input).flatMap((part) =>
      part.media.flatMap((item, index) => {
        const facts = input.factsOf(item);
        const problem = isOf(facts, rule.of ?? 'media') ? problemOf(rule, facts, input) : null;
        if (problem === null) return [];
        return {
          path: `${part.path}.media[${index}]`,
          rule: rule.id,
          severity: rule.severity ?? ('error' as const),
          ...problem,
          source: rule.source,
        };
      }),
    ),
  );
}

type Problem = Pick<ContentIssue, 'message' | 'fix'>;

function problemOf(rule: EffectiveRule, facts: MediaFacts, input: ContentRuleInput): Problem | null {
  if (rule.measure === 'media_type') return wrongType(rule, facts, input);
  const form = FORMS[rule.measure];
  const value = form?.of(facts) ?? null;
  if (form === undefined || value === null) return null;
  const { min = -Infinity, max = Infinity } = rule;
  if (value >= min && value <= max) return null;
  return {
    message: `${form.name} is ${form.show(value)}; ${whoLimits(rule, input)} ${range(rule, form)}.`,
    fix: value > max ? form.tooMuch : form.tooLittle,
  };
}

function wrongType({ types, ...rule }: EffectiveRule, { contentType }: MediaFacts, input: ContentRuleInput) {
  if (types === undefined || contentType === null || types.includes(contentType)) return null;
  const taken = types.map((type) => type.replace(/^.*\//, '')).join(', ');
  return {
    message: `The file is ${contentType}; ${whoLimits(rule, input)} ${taken}.`,
    fix: `Convert it to ${types.length === 1 ? '' : 'one of '}${taken}.`,
  };
}

interface Form {
  name: string;
  of: (facts: MediaFacts) => number | null;
  show: (value: number) => string;
  tooMuch: string;
  tooLittle: string;
}

const pixels = (value: number) => `${value} px`;

const FORMS: Partial<Record<EffectiveRule['measure'], Form>> = {
  media_bytes: {
    name: 'The size of the file',
    of: ({ sizeBytes }) => sizeBytes,
    show: (value) => `${value} bytes`,
    tooMuch: 'Use a smaller file.',
    tooLittle: 'Use a larger file.',
  },
  media_duration: {
    name: 'The duration',
    of: ({ durationMs }) => durationMs,
    show: (value) => `${Math.round(value / 10) / 100} s`,
    tooMuch: 'Cut the video shorter.',
    tooLittle: 'Use a longer video.',
  },
  media_ratio: {
    name: 'The ratio of width to height',
    of: ({ width, height }) => (width === null || !height ? null : width / height),
    show: (value) => String(Math.round(value * 1000) / 1000),
    tooMuch: 'Crop it to be less wide.',
    tooLittle: 'Crop it to be less high.',
  },
  media_width: {
    name: 'The width',
    of: ({ width }) => width,
    show: pixels,
    tooMuch: 'Scale it down.',
    tooLittle: 'Use a wider one.',
  },
  media_height: {
    name: 'The height',
    of: ({ height }) => height,
    show: pixels,
    tooMuch: 'Scale it down.',
    tooLittle: 'Use a higher one.',
  },
};

function range({ min, max }: EffectiveRule, { show }: Form): string {
  if (min === undefined) return `at most ${show(max ?? Infinity)}`;
  return max === undefined ? `at least ${show(min)}` : `${show(min)} to ${show(max)}`;
}
