/** JSON with the place of everything in it, so that what is wrong can be shown where it stands. */

export interface Place {
  /** Offset in the text, and the end of what stands there. */
  start: number;
  end: number;
}

export type ReadJson =
  | { ok: true; value: unknown; places: ReadonlyMap<string, Place> }
  | { ok: false; message: JsonMistake; place: Place };

export type JsonMistake =
  | 'empty'
  | 'value_expected'
  | 'name_expected'
  | 'colon_expected'
  | 'comma_or_end_of_object'
  | 'comma_or_end_of_list'
  | 'text_not_ended'
  | 'escape'
  | 'after_the_end'
  | 'too_deep';

const TOO_DEEP = 200;
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const SPACE = /[ \t\n\r]*/y;
/** What a person would take for one word, to mark more than its first letter. */
const WORD = /[\w.+-]+|./y;

class Mistake extends Error {
  constructor(
    readonly mistake: JsonMistake,
    readonly at: number,
  ) {
    super(mistake);
  }
}

/** Paths are as the gateway writes them: `operations.createPost.body.0`, empty for the whole. */
export function readJson(text: string): ReadJson {
  const reader = new Reader(text);
  try {
    reader.whole();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    WORD.lastIndex = error.at;
    const length = WORD.exec(text)?.[0].length ?? 0;
    return { ok: false, message: error.mistake, place: { start: error.at, end: error.at + length } };
  }
  return { ok: true, value: JSON.parse(text) as unknown, places: reader.places };
}

class Reader {
  readonly places = new Map<string, Place>();
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): void {
    this.space();
    if (this.at === this.text.length) throw new Mistake('empty', 0);
    this.value('', 0);
    this.space();
    if (this.at < this.text.length) throw new Mistake('after_the_end', this.at);
  }

  /** @param named where its name begins, for members of objects */
  private value(path: string, depth: number, named?: number): void {
    if (depth > TOO_DEEP) throw new Mistake('too_deep', this.at);
    const start = named ?? this.at;
    const first = this.text[this.at];
    if (first === '{') this.object(path, depth);
    else if (first === '[') this.list(path, depth);
    else if (first === '"') this.string();
    else this.literal();
    this.places.set(path, { start, end: this.at });
  }

  private object(path: string, depth: number): void {
    this.at++;
    this.space();
    if (this.took('}')) return;
    for (;;) {
      const start = this.at;
      if (this.text[start] !== '"') throw new Mistake('name_expected', start);
      this.string();
      const name = JSON.parse(this.text.slice(start, this.at)) as string;
      this.space();
      if (!this.took(':')) throw new Mistake('colon_expected', this.at);
      this.space();
      this.value(path === '' ? name : `${path}.${name}`, depth + 1, start);
      this.space();
      if (this.took('}')) return;
      if (!this.took(',')) throw new Mistake('comma_or_end_of_object', this.at);
      this.space();
    }
  }

  private list(path: string, depth: number): void {
    this.at++;
    this.space();
    if (this.took(']')) return;
    for (let index = 0; ; index++) {
      this.value(path === '' ? String(index) : `${path}.${index}`, depth + 1);
      this.space();
      if (this.took(']')) return;
      if (!this.took(',')) throw new Mistake('comma_or_end_of_list', this.at);
      this.space();
    }
  }

  private string(): void {
    const start = this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined || character < ' ') throw new Mistake('text_not_ended', start);
      this.at++;
      if (character === '"') return;
      if (character === '\\') this.escape();
    }
  }

  private escape(): void {
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.text.slice(this.at, this.at + 5));
    if (escape === null) throw new Mistake('escape', this.at - 1);
    this.at += escape[0].length;
  }

  private literal(): void {
    LITERAL.lastIndex = this.at;
    const literal = LITERAL.exec(this.text);
    if (literal === null) throw new Mistake('value_expected', this.at);
    this.at += literal[0].length;
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  private took(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }
}

/** Where a path stands; of one that is not there, what would hold it. */
export function placeOf(path: string, places: ReadonlyMap<string, Place>): Place {
  for (let rest = path; ;) {
    const place = places.get(rest);
    if (place !== undefined) return rest === path ? place : { start: place.start, end: place.start + 1 };
    const dot = rest.lastIndexOf('.');
    if (dot < 0) return { start: places.get('')?.start ?? 0, end: (places.get('')?.start ?? 0) + 1 };
    rest = rest.slice(0, dot);
  }
}

/** Both from 1 on, as editors count. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
