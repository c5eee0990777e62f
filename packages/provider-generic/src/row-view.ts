/** One target's row of a reply, read by paths that may name the target: `errors.{word}.code`. */
import { idOf, textOf, toUtc, urlOf } from '@postern/provider-kit';
import { isJsonObject, wordKey } from './value-path';

/** What `{word}`, `{platform}` and `{account}` stand for. */
export interface PathNames {
  word: string;
  platform: string;
  account: string;
}

const NAME = /\{(word|platform|account)\}/g;

export class RowView {
  private readonly absent: ReadonlySet<string>;

  constructor(
    private readonly value: unknown,
    private readonly names: PathNames | null,
    /** Words that stand for nothing where an id or an address should be. */
    absent: readonly string[] = [],
  ) {
    this.absent = new Set(absent.map(wordKey));
  }

  /** The first alternative that is neither absent nor null. */
  any(path: string | undefined): unknown {
    return this.all(path).find((each) => each !== undefined && each !== null);
  }

  /** Text or a number, whole. */
  text(path: string | undefined): string | null {
    const found = this.all(path).find((each) => textOf(each) !== null);
    return typeof found === 'string' ? found : textOf(found);
  }

  /** Text or a number, cut to what a row should hold. */
  words(path: string | undefined): string | null {
    return textOf(this.text(path));
  }

  /** A word of a status table; a boolean is the word `true` or `false`. */
  word(path: string | undefined): string | null {
    const found = this.all(path).find((each) => typeof each === 'boolean' || textOf(each) !== null);
    return typeof found === 'boolean' ? String(found) : textOf(found);
  }

  id(path: string | undefined): string | null {
    return this.ids(path)[0] ?? null;
  }

  /** Every alternative that holds an id: some replies name one post by several. */
  ids(path: string | undefined): string[] {
    return this.all(path)
      .map(idOf)
      .filter((id): id is string => id !== null && !this.absent.has(wordKey(id)));
  }

  url(path: string | undefined): string | null {
    const found = this.all(path).map(urlOf);
    return found.find((url): url is string => url !== null && !this.absent.has(wordKey(url))) ?? null;
  }

  /** A sentence is no code. */
  code(path: string | undefined): string | null {
    const found = this.all(path).map(textOf);
    return found.find((code): code is string => code !== null && !/\s/.test(code.trim())) ?? null;
  }

  boolean(path: string | undefined): boolean | null {
    const found = this.any(path);
    return typeof found === 'boolean' ? found : null;
  }

  number(path: string | undefined): number | null {
    const found = this.any(path);
    const number =
      typeof found === 'string' && found.trim() !== ''
        ? Number(found)
        : typeof found === 'number'
          ? found
          : NaN;
    return Number.isFinite(number) ? number : null;
  }

  /** The instant as RFC 3339 in UTC. */
  time(path: string | undefined): string | null {
    return toUtc(this.any(path));
  }

  /** The first alternative that is a list. */
  rows(path: string): unknown[] | null {
    return this.all(path).find((each): each is unknown[] => Array.isArray(each)) ?? null;
  }

  /** The first alternative that is an object. */
  object(path: string): Record<string, unknown> | null {
    return this.all(path).find(isJsonObject) ?? null;
  }

  /** What every alternative finds. Names are put in after the path is taken apart: they may hold dots and bars. */
  all(path: string | undefined): unknown[] {
    return path?.split('|').map((alternative) => this.walk(alternative.trim())) ?? [];
  }

  private walk(path: string): unknown {
    if (path === '$') return this.value;
    let current = this.value;
    for (const segment of path.split('.')) {
      const key = this.named(segment);
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
      current = (current as Record<string, unknown>)[key];
    }
    return current;
  }

  private named(segment: string): string {
    const { names } = this;
    return names === null ? segment : segment.replace(NAME, (_whole, name: keyof PathNames) => names[name]);
  }
}
