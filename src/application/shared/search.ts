import { beyondAscii, foldForSearch } from '#application/shared/search-folding.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import { parseOptionalText } from '#domain/shared/text.ts';

// Searches as people type them, and the search texts of things. Every adapter calls these, so that
// a search means the same everywhere.
//
// A text is folded and written with its tokens marked, each after `begin` and before `end`: runs of
// letters and digits, or the signs that a piece is made of or begins with. A word of a search,
// written the same way, is in it where it begins a token: `ada@acme` and `acme.ex` find
// ada@acme.example, and `cme` does not. Signs before letters are looked for anywhere: `@acme` finds
// it, too.
//
// Scripts that set no space between words have a token at each character: it and the next one. So
// `京都` is found in 東京都, and few things have a token.

const begin = '\n';
const end = '\t';

const letters = '\\p{L}\\p{M}\\p{N}';
const scripts = ['Han', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr'];
const unspaced = `[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`;
const runs = new RegExp(`[${unspaced}&&[${letters}]]+|[[${letters}]--${unspaced}]+`, 'gv');
const asciiRuns = /[a-z0-9]+/g;
const isUnspaced = new RegExp(`^${unspaced}`, 'v');

const tokensMax = 256;
const lengthMax = 64;
const wordsMax = 8;

/** A row that matches has this token, or one that begins with it. */
export interface SearchToken {
  readonly text: string;
  readonly isWhole: boolean;
}

/** A word of a search. A thing matches when each word is somewhere in its search text. */
export interface SearchWord {
  readonly marked: string;
  readonly tokens: readonly SearchToken[];
}

/** One way to read a search: each of the words is in the thing, and its id begins with each. */
export interface SearchReading {
  readonly words: readonly SearchWord[];
  readonly idBeginnings: readonly string[];
}

export const searchLengthMax = 200;

/** @throws {InvalidValue} `too_long` or `invalid_characters`. */
export const parseSearch = (text: string): string => parseOptionalText(text, searchLengthMax);

/** The search text of something with these texts: up to 256 tokens, marked. */
export const toSearchText = (texts: readonly (string | null)[]): string => {
  const marked = texts.flatMap((text) => piecesOf(text ?? '')).map(mark);
  return marked
    .join(' ')
    .split(begin)
    .slice(0, tokensMax + 1)
    .join(begin);
};

/** The tokens of a search text, each once and up to 64 characters of it. */
export const tokensOf = (searchText: string): readonly string[] => [
  ...new Set(tokensIn(searchText).map(({ text }) => cut(text))),
];

/**
 * The text in which a short list looks for what a search says, wherever it stands: see `partOf`.
 */
export const foldedTextOf = (texts: readonly string[]): string => foldForSearch(texts.join('\n'));

/** The part of a search that must be in a `foldedTextOf`. */
export const partOf = (search: string): string => foldForSearch(search);

/** The words of a search: up to 8, of up to 64 characters. */
export const searchWordsOf = (search: string): readonly SearchWord[] => wordsIn(piecesOf(search));

/**
 * How a search for things with such ids can be meant: by their texts; and where a word of it is an
 * id or begins like one, by that.
 */
export const searchReadings = (
  prefix: IdPrefix,
  search: string,
): readonly [byText: SearchReading, byIds?: SearchReading] => {
  const pieces = piecesOf(search);
  const isId = new RegExp(`^${prefix}_(?:[0-7][0-9a-hjkmnp-tv-z]{0,25})?$`);
  const idBeginnings = pieces.filter((piece) => isId.test(piece));
  const byText = { words: wordsIn(pieces), idBeginnings: [] };
  if (idBeginnings.length === 0) return [byText];
  return [byText, { words: wordsIn(pieces.filter((piece) => !isId.test(piece))), idBeginnings }];
};

/** How the id begins that a search is, where it is one or begins like one, and nothing else. */
export const idBeginningIn = (prefix: IdPrefix, search: string): string | undefined => {
  const [, reading] = searchReadings(prefix, search);
  if (reading === undefined || reading.words.length > 0) return undefined;
  return reading.idBeginnings.length === 1 ? reading.idBeginnings[0] : undefined;
};

/** Whether a search text contains each word of this search. */
export const matchesSearch = (search: string, searchText: string): boolean =>
  hasWords(searchWordsOf(search), searchText);

/** Whether a thing with this id and this search text matches one reading of the search. */
export const matchesReading = (reading: SearchReading, id: string, searchText: string): boolean =>
  reading.idBeginnings.every((beginning) => id.startsWith(beginning)) &&
  hasWords(reading.words, searchText);

const hasWords = (words: readonly SearchWord[], searchText: string): boolean =>
  words.every(({ marked }) => searchText.includes(marked));

const piecesOf = (text: string): readonly string[] =>
  foldForSearch(text)
    .split(/\s+/)
    .filter((piece) => piece !== '');

const mark = (piece: string): string => {
  const marked = beyondAscii.test(piece)
    ? piece.replaceAll(runs, (run) => charactersOrRun(run).map(markToken).join(''))
    : piece.replaceAll(asciiRuns, `${begin}$&${end}`);
  if (marked.startsWith(begin)) return marked;
  return marked.includes(begin) ? `${begin}${marked}` : markToken(marked);
};

const markToken = (token: string): string => `${begin}${token}${end}`;

const charactersOrRun = (run: string): readonly string[] => {
  if (!isUnspaced.test(run)) return [run];
  const characters = Array.from(run);
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
};

const wordsIn = (pieces: readonly string[]): readonly SearchWord[] =>
  pieces.slice(0, wordsMax).map(cut).map(wordOf);

const wordOf = (piece: string): SearchWord => {
  let marked = mark(piece);
  // Signs before letters may have anything in front.
  if (marked.indexOf(begin, 1) > 0 && !beginsWithLetter.test(piece)) marked = marked.slice(1);
  // The last token may go on where the word ends with it.
  if (marked.endsWith(end)) marked = openEnded(marked);
  return { marked, tokens: tokensIn(marked) };
};

const beginsWithLetter = new RegExp(`^[${letters}]`, 'u');

// Of characters that are tokens with the next one the last has none yet: the one before holds it.
const openEnded = (marked: string): string => {
  const last = marked.lastIndexOf(begin);
  const token = marked.slice(last + 1, -1);
  const isHeld = isUnspaced.test(token) && marked.slice(0, last).endsWith(token + end);
  return isHeld ? marked.slice(0, last) : marked.slice(0, -1);
};

const tokensIn = (marked: string): readonly SearchToken[] =>
  marked
    .split(begin)
    .slice(1)
    .map((token) => {
      const length = token.indexOf(end);
      return { text: length < 0 ? token : token.slice(0, length), isWhole: length >= 0 };
    });

// By characters, because half of a surrogate pair is no text.
const cut = (text: string): string =>
  text.length <= lengthMax ? text : Array.from(text).slice(0, lengthMax).join('');
