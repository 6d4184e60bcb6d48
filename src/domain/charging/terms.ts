import type { TimedTerms } from '#domain/catalog/pricing/held.ts';
import { timedModels } from '#domain/catalog/pricing/held.ts';
import type { ModelName, PriceModel, TermsOf } from '#domain/catalog/pricing/model.ts';
import { toStored } from '#domain/catalog/pricing/model.ts';
import type { QuantityModelName } from '#domain/catalog/pricing/priced.ts';
import { priceOfQuantity, quantityModels, withinBounds } from '#domain/catalog/pricing/priced.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import type { CurrencyCode, MinorUnitDigits } from '#domain/shared/currency.ts';
import { minorUnitDigits } from '#domain/shared/currency.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Json } from '#domain/shared/snapshot.ts';

/** The terms that every price has, whatever its model. */
export interface CommonTerms {
  readonly version: 1;
  readonly currency: CurrencyCode;
  /** The digits after the point as they were then: ISO 4217 may change, what was billed not. */
  readonly minorUnitDigits: MinorUnitDigits;
  /** Whether a part of a period costs a part of the amount. */
  readonly isProrated: boolean;
  /** The least and the most that a whole period comes to: minor units; absent for none. */
  readonly minimum?: string;
  readonly maximum?: string;
  /** The meter that counts the quantity of a price of usage; absent of others. */
  readonly meterId?: string;
  /** The meters whose quantities a capacity price bounds, instead of one; absent of others. */
  readonly meterIds?: readonly string[];
  /** The properties of events by whose values it has lines; absent for one line. */
  readonly groupBy?: readonly string[];
  /**
   * Where usage is charged as its events come: its quantity is the peak of the period. Absent of
   * usage that is charged in arrears, and of other prices.
   */
  readonly billed?: 'in_advance';
}

/** The same amount for every period, whatever the quantity. */
export interface FlatTerms extends CommonTerms {
  readonly model: 'flat';
  /** Minor units, a whole number as a text: JSON numbers are not exact beyond 2^53. */
  readonly amount: string;
}

/**
 * All that a price says of an amount: plain JSON, stored once under the hash of its content. What
 * is stored is never rewritten, so a model may be added here, and none may change what it means.
 */
export type PriceTerms = FlatTerms | OtherTerms | CommitmentTerms;

/** The least that a whole period comes to, all other lines of it together. */
export interface CommitmentTerms extends CommonTerms {
  readonly model: 'commitment';
  /** Minor units, as a text. */
  readonly amount: string;
}

/** The terms of the other models. Their fields are those of `catalog/pricing`. */
export type OtherTerms = CommonTerms & TermsOf<Exclude<ModelName, 'flat'>>;

/** Terms whose amount follows from one quantity. */
export type QuantityTerms = CommonTerms & TermsOf<QuantityModelName>;

/** The facts of a price beside its model. */
interface PricedTerms {
  readonly isProrated: boolean;
  readonly minimum?: Money;
  readonly maximum?: Money;
  readonly meterId?: string;
  readonly meterIds?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly billed?: 'in_advance' | 'in_arrears';
}

/** The terms of a price in a currency, with the digits that this has today. */
export const priceTerms = (
  model: PriceModel,
  currency: CurrencyCode,
  { isProrated, minimum, maximum, meterId, meterIds, groupBy, billed }: PricedTerms,
): PriceTerms => ({
  version: 1,
  ...toStored(model),
  currency,
  minorUnitDigits: minorUnitDigits(currency),
  isProrated,
  ...(minimum && { minimum: String(minimum.minor) }),
  ...(maximum && { maximum: String(maximum.minor) }),
  ...(meterId !== undefined && { meterId }),
  ...(meterIds && { meterIds }),
  ...(groupBy && { groupBy }),
  ...((meterId ?? meterIds) !== undefined && billed === 'in_advance' && { billed }),
});

/** The price of a quantity for a whole period, as the model of these terms says. */
export const unboundedPrice = (terms: PriceTerms, quantity: string): Priced => {
  invariant(isOfQuantity(terms), 'Only usage is priced by more than a quantity.');
  return priceOfQuantity(terms, terms, quantity);
};

/** The same, within the bounds of these terms. */
export const priceWithinBounds = (terms: PriceTerms, quantity: string): Priced => {
  const { minimum = null, maximum = null } = terms;
  return withinBounds(unboundedPrice(terms, quantity), { minimum, maximum });
};

/** Whether the amount of these terms follows from one quantity. */
export const isOfQuantity = (terms: PriceTerms): terms is QuantityTerms =>
  quantityModels.some((name) => name === terms.model);

/** Terms of usage that is prorated by the time for which its level is held. */
export type HeldTerms = CommonTerms & TimedTerms;

/** Whether these are terms of usage that is prorated by time. */
export const isTimed = (terms: PriceTerms): terms is HeldTerms =>
  terms.isProrated &&
  terms.meterId !== undefined &&
  timedModels.some((name) => name === terms.model);

/** Terms under which each event has a price of its own. */
export type EventTerms = CommonTerms & TermsOf<'dynamic' | 'percentage'>;

/**
 * Whether a price is computed of single events: their quantity does not say what it comes to. Its
 * usage is read one by one, and in no tallies.
 */
export const needsEvents = (terms: PriceTerms): terms is EventTerms =>
  terms.model === 'dynamic' || terms.model === 'percentage';

/** Whether it has a line for each group or cell. */
export const hasParts = ({ model, groupBy }: PriceTerms): boolean =>
  model === 'matrix' || groupBy !== undefined;

/** Whether usage is charged as its events come, and not when its period has ended. */
export const isUsageInAdvance = ({ billed }: Pick<PriceTerms, 'billed'>): boolean =>
  billed === 'in_advance';

/** The terms of a flat price, with the digits that its currency has today. */
export const flatTerms = ({ minor, currency }: Money, isProrated: boolean): FlatTerms => ({
  version: 1,
  model: 'flat',
  amount: String(minor),
  currency,
  minorUnitDigits: minorUnitDigits(currency),
  isProrated,
});

/** The terms of a minimum commitment. A part of a period owes a part of it. */
export const commitmentTerms = ({ minor, currency }: Money): CommitmentTerms => ({
  version: 1,
  model: 'commitment',
  amount: String(minor),
  currency,
  minorUnitDigits: minorUnitDigits(currency),
  isProrated: true,
});

/** The one text of these terms: JSON with sorted names and without spaces (RFC 8785). */
export const canonicalTerms = (terms: PriceTerms): string => canonicalText({ ...terms });

/** The hash that terms are stored under; `sha256` gives the hexadecimal digest of a text. */
export const hashOfTerms = (terms: PriceTerms, sha256: (text: string) => string): string =>
  sha256(canonicalTerms(terms));

const canonicalText = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const fields = entries.map(([name, of]) => `${JSON.stringify(name)}:${canonicalText(of)}`);
  return `{${fields.join(',')}}`;
};

// `Array.isArray` does not know lists that may not be written to.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
