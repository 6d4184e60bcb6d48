import { comparisonKey } from '#domain/shared/comparison-key.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/** Bounds of the texts that people give to things, in UTF-16 code units. */
export const textLimits = { name: 200, description: 2000, externalId: 200, code: 64 } as const;

// What would break a line, a log or a mail header, or make a text read otherwise than it is
// written: control characters, line and paragraph separators, and marks that turn the direction.
const notInLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const notInText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * One line that a person wrote: well formed, with something in it, and no longer than `lengthMax`.
 * Surrounding space is not kept.
 * @throws {InvalidValue} `too_short`, `too_long` or `invalid_characters`.
 */
export const parseText = (text: string, lengthMax: number): string => {
  const trimmed = text.trim();
  if (trimmed === '') throw InvalidValue.because('too_short', 'It must not be empty.');
  return checked(trimmed, lengthMax, notInLine);
};

/** As `parseText`, but it may be empty and have several lines, and all its space is kept. */
export const parseOptionalText = (text: string, lengthMax: number): string =>
  checked(text, lengthMax, notInText);

const checked = (text: string, lengthMax: number, refused: RegExp): string => {
  if (text.length > lengthMax) {
    throw InvalidValue.because('too_long', `It must have ${lengthMax} characters at most.`);
  }
  if (refused.test(text) || !text.isWellFormed()) {
    throw InvalidValue.because('invalid_characters', 'It must not contain control characters.');
  }
  return text;
};

export const parseName = (text: string): string => parseText(text, textLimits.name);

/** The regular form of a code, for documents and databases: see `parseCode`. */
export const codePattern = '^[A-Za-z0-9][A-Za-z0-9._-]*$';

const code = new RegExp(codePattern);

/** What people and programs call a thing in their own systems: `team-monthly`. Case matters. */
export const parseCode = (text: string): string => {
  if (text.length <= textLimits.code && code.test(text)) return text;
  throw InvalidValue.because(
    'invalid_code',
    `A code has 1 to ${textLimits.code} letters, digits, ".", "_" or "-", ` +
      'and starts with a letter or digit.',
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
  const trimmed = text.trim();
  if (trimmed.length <= emailLengthMax && email.test(trimmed)) return trimmed as EmailAddress;
  throw InvalidValue.because('invalid_email', 'It must be an e-mail address: name@example.com.');
};

/** What makes two e-mail addresses the same: everything but their case. */
export const emailKey = (address: EmailAddress): string => comparisonKey(address);
