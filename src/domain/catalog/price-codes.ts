import { InvalidValue } from '#domain/shared/errors.ts';
import { textLimits } from '#domain/shared/text.ts';

interface Coded {
  readonly name: string;
  readonly code: string | undefined;
}

/**
 * Gives a code to each price that has none: its name in small letters, with a number where another
 * price of the plan has that already. The same prices always get the same codes.
 * @throws {InvalidValue} `duplicate_code` where two have one code
 */
export const codesFor = <Price extends Coded>(
  prices: readonly Price[],
): readonly (Price & { readonly code: string })[] => {
  const stated = prices.flatMap(({ code }) => (code === undefined ? [] : [code]));
  const taken = new Set(stated);
  const faults = prices.flatMap(({ code }, index) =>
    code !== undefined && prices.findIndex((other) => other.code === code) < index
      ? [{ pointer: `/${index}/code`, ...duplicate }]
      : [],
  );
  if (faults.length > 0) throw new InvalidValue(faults);
  return prices.map((price) => {
    const code = price.code ?? freeCode(codeOfName(price.name), taken);
    taken.add(code);
    return { ...price, code };
  });
};

const duplicate = { code: 'duplicate_code', detail: 'Another price of the plan has this code.' };

/** `team-seats` of `Team seats`; `price` where the name has no letter or digit of a code. */
const codeOfName = (name: string): string => {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const code = words.join('-').slice(0, codeLengthMax);
  return code === '' ? 'price' : code;
};

/** Room is left for a number. */
const codeLengthMax = textLimits.code - 4;

const freeCode = (code: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(code)) return code;
  let number = 2;
  while (taken.has(`${code}-${number}`)) number += 1;
  return `${code}-${number}`;
};
