// What a person types into a search box, and what things are found as. Every adapter asks these,
// so that a search means the same everywhere.
//
// A text is written with its tokens marked: a run of letters and digits, or the signs that a piece
// begins with, after `begin` and before `end`. A word of a search, written the same way, is in it
// where it begins a token: `ada@acme` and `acme.ex` find ada@acme.example, and `cme` does not.

const begin = '\n';
const end = '\t';
const runs = /^[^\p{L}\p{M}\p{N}]+|[\p{L}\p{M}\p{N}]+/gu;

const tokensMax = 60;
const lengthMax = 64;
const wordsMax = 8;

/** What is found has this token, or one that begins so. */
export interface SearchToken {
  readonly text: string;
  readonly isWhole: boolean;
}

/** A word of a search. A thing is found when each is somewhere in what it is found as. */
export interface SearchWord {
  readonly marked: string;
  readonly tokens: readonly SearchToken[];
}

/** What a thing with these texts is found as: up to 60 tokens, marked. */
export const foundAs = (texts: readonly (string | null)[]): string => {
  const marked = texts.flatMap((text) => piecesOf(text ?? '')).map(mark);
  return marked
    .join(' ')
    .split(begin)
    .slice(0, tokensMax + 1)
    .join(begin);
};

/** The tokens of what a thing is found as, each once and up to 64 characters of it. */
export const tokensOf = (found: string): readonly string[] => {
  const tokens = found.split(begin).slice(1);
  return [...new Set(tokens.map((token) => cut(token.slice(0, token.indexOf(end)))))];
};

/** The words of a search: up to 8, of up to 64 characters. */
export const searchWordsOf = (search: string): readonly SearchWord[] =>
  piecesOf(search).slice(0, wordsMax).map(cut).map(wordOf);

/** Whether a thing that is found as `found` is found by this search. */
export const isFoundBy = (search: string, found: string): boolean =>
  searchWordsOf(search).every(({ marked }) => found.includes(marked));

const piecesOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((piece) => piece !== '');

const mark = (piece: string): string => piece.replaceAll(runs, `${begin}$&${end}`);

// The last token may go on where the word ends with it.
const wordOf = (piece: string): SearchWord => {
  const marked = mark(piece);
  const goesOn = marked.endsWith(end);
  const tokens = piece.match(runs) ?? [];
  return {
    marked: goesOn ? marked.slice(0, -1) : marked,
    tokens: tokens.map((text, index) => ({
      text,
      isWhole: index < tokens.length - 1 || !goesOn,
    })),
  };
};

// By characters, because half of a surrogate pair is no text.
const cut = (text: string): string =>
  text.length <= lengthMax ? text : Array.from(text).slice(0, lengthMax).join('');
