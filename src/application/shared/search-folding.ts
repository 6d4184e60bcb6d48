// Folds characters that readers do not tell apart. Folding loses: it finds things, and never names
// or compares them (see `comparisonKey` for that).

// Marks that people leave out where they type in a hurry: accents of Latin, Greek and Cyrillic
// letters, vowel points of Hebrew and Arabic. Not the vowel signs of Indic and other scripts, nor
// the voicing of kana, which make other words; and not the breve of й and ў, which are letters on
// every keyboard that has their alphabet. What nobody sees goes, too.
const passedOver = new RegExp(
  '(?<![ИиУу])\\u0306|' +
    '[\\u0300-\\u0305\\u0307-\\u036f\\u0483-\\u0487\\u1ab0-\\u1aff\\u1dc0-\\u1dff' +
    '\\u20d0-\\u20ff\\ufe20-\\ufe2f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7' +
    '\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8' +
    '\\u06ea-\\u06ed\\p{DI}]',
  'gu',
);

// Letters that are typed as others although Unicode does not take them apart, as ICU writes them in
// ASCII; and signs that word processors put for those of the keyboard. Each before what it becomes.
const written = new Map(
  `æ ae,œ oe,þ th,ð d,đ d,ø o,ł l,ħ h,ŧ t,ŋ n,ƀ b,ɓ b,ƈ c,ɗ d,ɖ d,ə e,ɛ e,ǝ e,ƒ f,ɠ g,ɨ i,ɉ j,
  ƙ k,ƚ l,ɲ n,ɔ o,ɵ o,ƥ p,ɍ r,ƭ t,ʉ u,ʋ v,ƴ y,ɏ y,ƶ z,ς σ,
  ‘ ',’ ',ʼ ',ʻ ',′ ',“ ",” ",„ ",″ ",‐ -,– -,— -,― -,− -`
    .split(',')
    .map((pair) => pair.trim().split(' ', 2) as [string, string]),
);
const rewritten = new RegExp(`[${[...written.keys()].join('')}]`, 'g');

export const beyondAscii = /[^\0-\x7f]/;

/**
 * A text as a search compares it: without case (full folding: `ß` is `ss`, final sigma is sigma,
 * the four i of Turkish are one), accents, widths and other compatible forms (NFKD). NFC at the
 * end, so that Hangul and kana are whole characters.
 */
export const foldForSearch = (text: string): string => {
  if (!beyondAscii.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKD')
      .replaceAll(passedOver, '')
      // Upper case in between spells out what lower case keeps apart, as ß.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll(rewritten, (sign) => written.get(sign) ?? sign)
      .normalize('NFC')
  );
};
