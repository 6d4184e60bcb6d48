import type { Meter, Price, PriceInput } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { typedDecimal } from './money-text.ts';
import type { Written } from './typed-fields.ts';
import { decimalIn, fieldsOf, idsIn } from './typed-fields.ts';

// A capacity price bounds several meters. It names them by their ids, and its tiers by their codes,
// so a row has two lists: `row0.meterIds` and `row0.codes`. Which id has which code is known once
// the meters are read; what is sent does not depend on it.

/** The most bounds that the form shows; a price with more stays as it is. */
export const boundsShownMax = 200;

type Bounds = Readonly<Record<string, string>>;

/** The bounds of a tier by the codes of meters; none of one without an end, or of units. */
export const boundsIn = (upTo: unknown): Bounds =>
  typeof upTo === 'object' && upTo !== null ? (upTo as Bounds) : {};

/** The number of the bounds of tiers. */
export const boundCount = (tiers: Price['tiers'] | undefined): number =>
  (tiers ?? []).reduce((sum, { upTo }) => sum + Object.keys(boundsIn(upTo)).length, 0);

/** The ids of the meters of a row. */
export const meterIdsOf = (values: FormValues, row: string): readonly string[] =>
  idsIn(values, `${row}.meterIds`);

/** The codes of the meters that the tiers of a row bound. */
export const codesOf = (values: FormValues, row: string): readonly string[] =>
  idsIn(values, `${row}.codes`);

/** The field of a meter: whether the price has it. */
export const meterField = (row: string, meterId: string): string => `${row}.meters.${meterId}`;

/** The field of the bound of a meter in a tier. */
export const boundField = (tier: string, code: string): string => `${tier}.upTo.${code}`;

/** The fields of the meters of a row, and of their bounds, of a price as the API has it. */
export const capacityValues = (price: Price, row: string, language: string): FormValues => {
  const meterIds = price.meterIds ?? [];
  const tiers = (price.tiers ?? []).map(({ upTo }) => boundsIn(upTo));
  const bounds = tiers.flatMap((upTo, index) =>
    Object.entries(upTo).map(([code, bound]): [string, string] => [
      boundField(`${row}.t${index}`, code),
      typedDecimal(bound, language),
    ]),
  );
  const codes = Object.keys(tiers[0] ?? {});
  return {
    ...fieldsOf(row, { meterIds: meterIds.join(' '), codes: codes.join(' ') }),
    ...Object.fromEntries(meterIds.map((id) => [meterField(row, id), true])),
    ...Object.fromEntries(bounds),
  };
};

/** The bounds of a tier as the API takes them. One that is empty is refused at its field. */
export const boundsOfTier = (
  values: FormValues,
  row: string,
  tier: string,
  written: Written,
): Bounds =>
  Object.fromEntries(
    codesOf(values, row).map((code) => [
      code,
      decimalIn(values, boundField(tier, code), written) ?? '',
    ]),
  );

/** The fields that change where a meter is chosen for a row, or is not any more. */
export const chosenMeter = (
  values: FormValues,
  row: string,
  tiers: readonly string[],
  { id, code, isChosen }: Pick<Meter, 'id' | 'code'> & { readonly isChosen: boolean },
): FormValues => {
  const list = (all: readonly string[], one: string): string =>
    [...all.filter((each) => each !== one), ...(isChosen ? [one] : [])].join(' ');
  // Bounds that were typed for it before stand there again.
  const bounds = tiers.map((tier) => boundField(tier, code));
  return {
    [meterField(row, id)]: isChosen,
    [`${row}.meterIds`]: list(meterIdsOf(values, row), id),
    [`${row}.codes`]: list(codesOf(values, row), code),
    ...Object.fromEntries(bounds.map((field) => [field, values[field] ?? ''])),
  };
};

/** The field of a fault of the meters or the bounds: of one of many that of the first bound. */
export const capacityFieldOf = (
  rest: string,
  values: FormValues,
  row: string,
  tiers: readonly string[],
): string | undefined => {
  const meter = /^\.meterIds\.(?<index>\d+)$/.exec(rest)?.groups?.['index'];
  const id = meterIdsOf(values, row)[Number(meter ?? -1)];
  if (id !== undefined) return meterField(row, id);
  const index = /^\.tiers\.(?<index>\d+)\.upTo$/.exec(rest)?.groups?.['index'];
  const tier = tiers[Number(index ?? -1)];
  if (tier === undefined) return undefined;
  const [code] = codesOf(values, row);
  return code === undefined ? `${row}.meterIds` : boundField(tier, code);
};

/** The tiers, from 1, that cost less than the one before. */
export const cheaperTiers = ({ tiers }: Pick<PriceInput, 'tiers'>): readonly number[] =>
  (tiers ?? []).flatMap(({ flatAmount }, index) => {
    const before = tiers?.[index - 1]?.flatAmount;
    return before && flatAmount && flatAmount.amount < before.amount ? [index + 1] : [];
  });
