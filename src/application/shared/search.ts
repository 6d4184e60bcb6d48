// What a person types into a search box, and what things are found by. Every adapter asks these
// two, so that a search means the same everywhere.

const termLengthMax = 64;
const termsMax = 60;
const wordsMax = 8;

/**
 * What a thing with these texts is found by: each of their words, with what follows it without
 * space. `ada@acme.example` is found by what begins `ada@acme.example`, `acme.example`, `example`.
 */
export const searchTermsOf = (texts: readonly (string | null)[]): readonly string[] => {
  const terms = texts.flatMap((text) => piecesOf(text ?? '')).flatMap(termsOf);
  return [...new Set(terms)].slice(0, termsMax);
};

/** The words of a search. A thing is found when each of them begins one of its terms. */
export const searchWordsOf = (search: string): readonly string[] =>
  piecesOf(search).map(cut).slice(0, wordsMax);

/** Whether a thing with these terms is found by this search. */
export const isFoundBy = (search: string, terms: readonly string[]): boolean =>
  searchWordsOf(search).every((word) => terms.some((term) => term.startsWith(word)));

const piecesOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((piece) => piece !== '');

const termsOf = (piece: string): readonly string[] => {
  const inner = [...piece.matchAll(/(?<=[^\p{L}\p{N}])[\p{L}\p{N}]/gu)];
  return [cut(piece), ...inner.map(({ index }) => cut(piece.slice(index)))];
};

// By characters, because half of a surrogate pair is no text.
const cut = (text: string): string =>
  text.length <= termLengthMax ? text : Array.from(text).slice(0, termLengthMax).join('');
