import type { Language } from './bilingual.ts';

interface Words {
  readonly refusals: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, string>>;
  readonly issues: Readonly<Record<string, string>>;
}

// In English the server's own sentences are shown.
const english: Words = { refusals: {}, faults: {}, issues: {} };
let words = english;

/** Gets the words of a language, which nobody needs before the first refusal. */
export const loadProblemWords = async (language: Language): Promise<void> => {
  if (language === 'en') {
    words = english;
    return;
  }
  const { germanRefusals, germanFaults, germanIssues } = await import('./german-problems.ts');
  words = { refusals: germanRefusals, faults: germanFaults, issues: germanIssues };
};

/** A refusal in the language of the reader, or the server's sentence where there is none. */
export const refusalText = ({ code, detail }: Said): string =>
  filled(words.refusals[code], detail) ?? detail;

/** A fault of a field likewise. */
export const faultText = ({ code, detail }: Said): string =>
  filled(words.faults[code], detail) ?? detail;

/** Why a customer is not billed. */
export const issueText = ({ code, detail }: Said): string => words.issues[code] ?? detail;

interface Said {
  readonly code: string;
  readonly detail: string;
}

/** The words with the numbers of the server's sentence; undefined where that has other ones. */
const filled = (template: string | undefined, detail: string): string | undefined => {
  if (template === undefined) return undefined;
  const numbers = detail.match(/\d+(?:[.,]\d+)*/gu) ?? [];
  const places = template.match(/\{\d\}/gu) ?? [];
  if (places.length > 0 && places.length !== numbers.length) return undefined;
  return template.replaceAll(/\{(\d)\}/gu, (_place, index: string) => numbers[Number(index)] ?? '');
};
