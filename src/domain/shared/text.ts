import { comparisonKey } from '#domain/shared/comparison-key.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/** Bounds of the texts that people give to things, in UTF-16 code units. */
export const textLimits = { name: 200, description: 2000, externalId: 200, code: 64 } as const;

// Characters that break a line, a log or a mail header, or make a text read otherwise than written
// (marks that turn the direction), and code points that are no characters.
const notInText =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\p{Cs}\p{NChar}]/u;
const notInLine = new RegExp(`${notInText.source}|[\t\n\r\u2028\u2029]`, 'u');

// A reader sees something: neither space nor what only shapes, joins or fills others. These are
// blank, although Unicode counts them among letters and symbols.
const blankSigns = '\u2800\u{1d159}\u{13441}\u{13442}';
const visible = new RegExp(`[^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{M}\\p{DI}${blankSigns}]`, 'u');

// Most texts are of these only: composed as they are, and nothing in them is refused.
const plain = /^[ -~]*$/;
const plainLine = /^[!-~](?:[ -~]*[!-~])?$/;

// Invisible characters that are pasted along with a text.
const unseen = ['\u200b', '\u2060'];

/** A character takes up to so many times the room before it is composed. */
export const uncomposedTimes = 4;

/**
 * A text as all texts are stored and compared here: composed (NFC, Unicode Standard Annex 15), so
 * that what reads the same is the same, whichever keyboard it came from. One that is far too long
 * is refused before: composing a pile of marks takes the square of its length.
 * @throws {InvalidValue} `too_long`
 */
const composeText = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax * uncomposedTimes) {
    const composed = plain.test(text) ? text : text.normalize('NFC');
    if (composed.length <= lengthMax) return composed;
  }
  throw InvalidValue.because('too_long', `It must have ${lengthMax} characters at most.`);
};

/**
 * A text of others, composed (NFC) wherever its length is no matter. Piles of marks on one letter
 * are no text, and composing one takes the square of its height: a text with one stays as it is.
 */
export const composeAnyText = (text: string): string =>
  plain.test(text) || pile.test(text) ? text : text.normalize('NFC');

// As in the Stream-Safe Text Format (Unicode Standard Annex 15, 13).
const pile = /\p{M}{31}/u;

/** Whether a reader sees anything of it. */
export const isVisible = (text: string): boolean => /[!-~]/.test(text) || visible.test(text);

/**
 * One line that a person wrote: composed, well formed, with something to see in it, and no longer
 * than `lengthMax`. Surrounding space is removed.
 * @throws {InvalidValue} `too_short`, `too_long` or `invalid_characters`.
 */
export const parseText = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax && plainLine.test(text)) return text;
  const line = checked(composeText(trimmed(text), lengthMax), notInLine);
  if (isVisible(line)) return line;
  throw InvalidValue.because('too_short', 'It must have at least one visible character.');
};

/** As `parseText`, but it may be empty and have several lines, and all its space stays. */
export const parseOptionalText = (text: string, lengthMax: number): string =>
  checked(composeText(text, lengthMax), notInText);

const trimmed = (text: string): string => {
  let line = text.trim();
  for (;;) {
    let [start, end] = [0, line.length];
    while (unseen.includes(line.charAt(start))) start += 1;
    while (end > start && unseen.includes(line.charAt(end - 1))) end -= 1;
    if (end - start === line.length) return line;
    line = line.slice(start, end).trim();
  }
};

const checked = (text: string, refused: RegExp): string => {
  if (plain.test(text) || !refused.test(text)) return text;
  const what = 'control characters, marks that turn the direction of writing, or broken characters';
  const detail =
    refused === notInLine ? `It must be one line without ${what}.` : `It must not contain ${what}.`;
  throw InvalidValue.because('invalid_characters', detail);
};

export const parseName = (text: string): string => parseText(text, textLimits.name);

/**
 * The regular form of a code, for documents and databases: see `parseCode`. ASCII only, so that
 * no two codes look alike and each has one spelling.
 */
export const codePattern = '^[A-Za-z0-9][A-Za-z0-9._-]*$';

const code = new RegExp(codePattern);

/** A name from people's and programs' own systems: `team-monthly`. Case matters. */
export const parseCode = (text: string): string => {
  if (text.length <= textLimits.code && code.test(text)) return text;
  throw InvalidValue.because(
    'invalid_code',
    `A code has 1 to ${textLimits.code} of the letters a to z and A to Z, digits, ".", "_" and ` +
      '"-", and starts with a letter or digit.',
  );
};

declare const brand: unique symbol;

/** An e-mail address as its owner writes it. Compare by `emailKey`. */
export type EmailAddress = string & { readonly [brand]: 'EmailAddress' };

export const emailLengthMax = 254;

// The addresses that the web accepts (HTML Living Standard, "valid e-mail address"), which are the
// practical part of RFC 5321, with a dot in the domain. ASCII only, so that folding case is exact.
const local = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const email = new RegExp(`^${local}@${label}(?:\\.${label})+$`);

/** @throws {InvalidValue} `invalid_email` */
export const parseEmailAddress = (text: string): EmailAddress => {
  const address = trimmed(text);
  if (address.length <= emailLengthMax && email.test(address)) return address as EmailAddress;
  throw InvalidValue.because(
    'invalid_email',
    'It must be an e-mail address such as name@example.com. It has no letters but a to z: ' +
      'write an international domain in its "xn--" form.',
  );
};

/** The key by which two e-mail addresses are the same: everything but their case. */
export const emailKey = (address: EmailAddress): string => comparisonKey(address);
