import type { Fault } from '#domain/shared/errors.ts';
import { isExactNumber } from '#interfaces/http/request/json-number.ts';
import { pointerOf } from '#interfaces/http/request/pointer.ts';
import { InvalidRequest } from '#interfaces/http/response/problem.ts';

/** The limits of a body, whatever its schema: levels, fields and entries of lists. */
export interface JsonLimits {
  readonly depth: number;
  readonly fields: number;
  readonly entries: number;
  /**
   * Whether parts of the body are judged one by one: a level too deep, and a name that would change
   * what an object is, are faults of their part then, and no reason to refuse all others.
   */
  readonly isOfParts?: true;
}

/** The limits of every body that has no others. */
export const jsonLimits = { depth: 32, fields: 10_000, entries: 10_000 } as const;

/**
 * Judges the text of a body before it becomes values, because the values would not show it: names
 * that an object has twice, numbers that would not stay what they are written as, and more of
 * anything than there may be. One pass; what is no JSON at all is left to `JSON.parse`.
 * @throws {InvalidRequest}
 */
export const judgeJsonText = (text: string): void => {
  const faults = jsonFaults(text, jsonLimits);
  if (faults.length > 0) throw new InvalidRequest(faults);
};

/**
 * The faults of a text that `judgeJsonText` would throw, for whoever refuses a part of it alone.
 * @throws {InvalidRequest} of one that is beyond the limits.
 */
export const jsonFaults = (text: string, limits: JsonLimits): readonly Fault[] =>
  new JsonJudge(text, limits).judge();

const code = {
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  zero: 0x30,
  nine: 0x39,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** An object or list that is not closed yet, and where in it we are. */
interface Open {
  /** The names so far; nothing for a list. */
  readonly names: Names | undefined;
  at: string | number;
}

// Of so few names a list is searched in half of the time that a set takes to be made.
const fewNames = 12;

/** The names of an object, of which each is there once. */
class Names {
  readonly #few: string[] = [];
  #all: Set<string> | undefined;

  /** Adds a name, and gives whether it is new. */
  add(name: string): boolean {
    if (this.#all?.has(name) ?? this.#few.includes(name)) return false;
    if (this.#all !== undefined) this.#all.add(name);
    else if (this.#few.push(name) === fewNames) this.#all = new Set(this.#few);
    return true;
  }
}

class JsonJudge {
  readonly #text: string;
  readonly #limits: JsonLimits;
  readonly #faults: Fault[] = [];
  readonly #open: Open[] = [];
  #innermost: Open | undefined;
  #expectsName = false;
  /** Where the next backslash stands, or the last one within the string that we are in. */
  #backslash = -1;
  #fields = 0;
  #entries = 0;
  /** How many levels deeper than there may be we are: nothing is judged there. */
  #levelsBeyond = 0;
  #deepPart: string | undefined;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  judge(): readonly Fault[] {
    const text = this.#text;
    const { length } = text;
    let at = 0;
    while (at < length) {
      const here = text.charCodeAt(at);
      if (here === code.quote) at = this.#passString(at);
      else if (isDigit(here) || here === code.minus) at = this.#passNumber(at);
      else {
        if (here === code.comma) this.#next();
        else if (here === code.openObject) this.#enter({ names: new Names(), at: '' });
        else if (here === code.openList) this.#enter({ names: undefined, at: 0 });
        else if (here === code.closeObject || here === code.closeList) this.#leave();
        at += 1;
      }
    }
    return this.#faults;
  }

  #enter(opened: Open): void {
    if (this.#open.length === this.#limits.depth) {
      this.#passLevel();
      return;
    }
    this.#open.push(opened);
    this.#innermost = opened;
    this.#expectsName = opened.names !== undefined;
    if (opened.names === undefined) this.#countEntry();
  }

  #passLevel(): void {
    // Deeper levels are of the same part.
    if (this.#levelsBeyond === 0) this.#tellTooDeep();
    this.#levelsBeyond += 1;
    this.#expectsName = false;
  }

  #tellTooDeep(): void {
    const detail = `A body has ${this.#limits.depth} levels at most.`;
    if (this.#limits.isOfParts !== true) this.#refuse('too_deep', detail);
    // Once in a part is enough: there may be as many such levels as fit into a body.
    const part = this.#open
      .slice(0, 2)
      .map(({ at }) => at)
      .join('/');
    if (part !== this.#deepPart) this.#tell('too_deep', detail);
    this.#deepPart = part;
  }

  #leave(): void {
    if (this.#levelsBeyond > 0) {
      this.#levelsBeyond -= 1;
      return;
    }
    this.#open.pop();
    this.#innermost = this.#open.at(-1);
    this.#expectsName = false;
  }

  #next(): void {
    if (this.#levelsBeyond > 0) return;
    const { names, at } = this.#innermost ?? {};
    this.#expectsName = names !== undefined;
    if (this.#innermost === undefined || typeof at !== 'number') return;
    this.#innermost.at = at + 1;
    this.#countEntry();
  }

  #countEntry(): void {
    this.#entries += 1;
    if (this.#entries <= this.#limits.entries) return;
    this.#open.pop();
    this.#refuse('too_many', `All lists of a body have ${this.#limits.entries} entries at most.`);
  }

  #passString(start: number): number {
    const end = this.#endOfString(start);
    if (this.#expectsName) {
      this.#expectsName = false;
      const isEscaped = this.#backslash < end;
      this.#name(this.#text.slice(start + 1, end), isEscaped);
    }
    return end + 1;
  }

  // Leaps from quote to quote; only where there are backslashes are characters looked at.
  #endOfString(start: number): number {
    const text = this.#text;
    if (this.#backslash < start) this.#backslash = indexOrEnd(text, '\\', start);
    const quote = indexOrEnd(text, '"', start + 1);
    if (quote < this.#backslash) return quote;
    let end = this.#backslash;
    while (end < text.length && text.charCodeAt(end) !== code.quote) {
      end += text.charCodeAt(end) === code.backslash ? 2 : 1;
    }
    return end;
  }

  #name(written: string, isEscaped: boolean): void {
    const name = isEscaped ? unescaped(written) : written;
    const { names } = this.#innermost ?? {};
    if (names === undefined || this.#innermost === undefined) return;
    this.#fields += 1;
    if (this.#fields > this.#limits.fields) {
      this.#open.pop();
      this.#refuse('too_many', `A body has ${this.#limits.fields} fields at most.`);
    }
    this.#innermost.at = name;
    if (!names.add(name)) this.#tell('duplicate_field', 'The object has this field twice.');
    if (this.#limits.isOfParts === true && this.#isForbidden(name)) {
      this.#tell('forbidden_field', 'No object has a field of this name.');
    }
  }

  // Those that `secure-json-parse` refuses.
  #isForbidden(name: string): boolean {
    return (
      name === '__proto__' || (name === 'prototype' && this.#open.at(-2)?.at === 'constructor')
    );
  }

  #passNumber(start: number): number {
    let end = start + 1;
    while (end < this.#text.length && isOfNumber(this.#text.charCodeAt(end))) end += 1;
    if (!isExactNumber(this.#text.slice(start, end))) {
      const detail = 'The number has more digits, or is larger or smaller, than can be kept.';
      this.#tell('inexact_number', detail);
    }
    return end;
  }

  #tell(fault: string, detail: string): void {
    this.#faults.push({ pointer: pointerOf(this.#path()), code: fault, detail });
  }

  #refuse(fault: string, detail: string): never {
    throw new InvalidRequest([{ pointer: pointerOf(this.#path()), code: fault, detail }]);
  }

  #path(): readonly (string | number)[] {
    return this.#open.map(({ at }) => at);
  }
}

const indexOrEnd = (text: string, sought: string, from: number): number => {
  const at = text.indexOf(sought, from);
  return at === -1 ? text.length : at;
};

const isDigit = (here: number): boolean => here >= code.zero && here <= code.nine;

// Digits, signs, the point, and the E of an exponent.
const isOfNumber = (here: number): boolean =>
  isDigit(here) ||
  here === 0x2e ||
  here === 0x65 ||
  here === 0x45 ||
  here === 0x2b ||
  here === code.minus;

// Two spellings of one name are one name: "a" and "\u0061".
const unescaped = (written: string): string => {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return written;
  }
};
