import { createHash, randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Fresh ids in the shapes that upstreams use. */
export function freshHex(length: number): string {
  return fresh(length, LETTERS.slice(26) + LETTERS.slice(0, 6));
}

/** Never begins with 0. */
export function freshDigits(length: number): string {
  return String(randomInt(1, 10)) + fresh(length - 1, LETTERS.slice(26));
}

export function freshWord(length: number): string {
  return fresh(length, LETTERS);
}

function fresh(length: number, letters: string): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}

/** Ids of seeds: they follow from what they name and the customer's number, so that every run has the same. */
export class SeedIds {
  /** @param customer 0 = the seeded customer */
  constructor(
    private readonly upstream: string,
    readonly customer: number,
  ) {}

  hex(length: number, what: string): string {
    return this.digest(what).toString('hex').slice(0, length);
  }

  digits(length: number, what: string): string {
    const digits = Array.from(this.digest(what), (byte) => String(byte % 10)).join('');
    return `7${digits.slice(1, length)}`;
  }

  word(length: number, what: string): string {
    return Array.from(this.digest(what), (byte) => LETTERS.charAt(byte % LETTERS.length))
      .join('')
      .slice(0, length);
  }

  uuid(what: string): string {
    const hex = this.hex(32, what);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  /** A handle for people: the seeded customer's is bare, the others' numbered. */
  handle(name: string): string {
    return this.customer === 0 ? name : `${name}${this.customer}`;
  }

  private digest(what: string): Buffer {
    return createHash('sha512').update(`${this.upstream}:${what}/${this.customer}`).digest();
  }
}
