import { priceEncoder } from '#domain/catalog/price-encoder.ts';
import { required } from '#domain/catalog/pricing/stated.ts';
import { checkAll, checkEach } from '#domain/shared/check.ts';
import { parseDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import { Interval } from '#domain/shared/interval.ts';
import { choiceOf } from '#domain/shared/settings.ts';
import type { Encoder, JsonObject } from '#domain/shared/snapshot.ts';
import { parseCode, parseText } from '#domain/shared/text.ts';
import type { CalendarLength } from '#domain/shared/time.ts';

export const featureKinds = ['boolean', 'limit', 'value'] as const;
export type FeatureKind = (typeof featureKinds)[number];

/** Use of a meter, up to a limit in each period. */
export interface LimitFeature {
  readonly code: string;
  readonly kind: 'limit';
  /** The meter that counts what is used. */
  readonly meterId: MeterId;
  /** A decimal; null for as much as one likes. */
  readonly limit: string | null;
  /** How often it begins anew, where that is not as often as the plan's periods do. */
  readonly interval: CalendarLength | null;
}

/**
 * Something that a plan gives beside what it costs. Its code says which thing it is, in all plans
 * of the tenant, and is unique in its version.
 */
export type Feature =
  | { readonly code: string; readonly kind: 'boolean' }
  | LimitFeature
  | { readonly code: string; readonly kind: 'value'; readonly value: string };

/** A feature as people write it, before anything was checked. */
export interface FeatureInput {
  readonly code: string;
  readonly kind: FeatureKind;
  /** Of a `limit`, as `limit`, which may be null, and `interval`. */
  readonly meterId?: string | null | undefined;
  readonly limit?: string | null | undefined;
  readonly interval?: CalendarLength | null | undefined;
  /** Of a `value`. */
  readonly value?: string | null | undefined;
}

/** The most features that a version has. */
export const featuresMax = 100;

/** The longest value of a feature, in UTF-16 code units. */
export const featureValueLengthMax = 500;

/**
 * Reads the features of one version.
 * @throws {InvalidValue} `too_many`, `duplicate_code`, `required`, `unknown_field`, and what codes,
 *   decimals, intervals and texts are refused for: all at once
 */
export const parseFeatures = (given: readonly FeatureInput[]): readonly Feature[] => {
  if (given.length > featuresMax) {
    throw InvalidValue.because('too_many', `A plan has ${featuresMax} features at most.`);
  }
  return checkEach(given, (feature, index) => {
    const isRepeated = given.findIndex(({ code }) => code === feature.code) < index;
    return readFeature(feature, isRepeated);
  });
};

const readFeature = (given: FeatureInput, isRepeated: boolean): Feature => {
  const named = {
    code: () => {
      if (!isRepeated) return parseCode(given.code);
      const detail = 'Another feature of the plan has this code.';
      throw InvalidValue.because('duplicate_code', detail);
    },
  };
  const kind = readKind(given.kind);
  // The readers of the kind's own fields take the place of these.
  const only = refusingReaders(given);
  switch (kind) {
    case 'boolean': {
      const { code } = checkAll({ ...named, ...only });
      return { code, kind };
    }
    case 'limit': {
      const { code, meterId, limit, interval } = checkAll({
        ...named,
        ...only,
        meterId: () => parseId('mtr', required(given.meterId)),
        limit: () => (given.limit === null ? null : parseDecimal(required(given.limit))),
        interval: () => readInterval(given.interval ?? null),
      });
      return { code, kind, meterId, limit, interval };
    }
    case 'value': {
      const { code, value } = checkAll({
        ...named,
        ...only,
        value: () => parseText(required(given.value), featureValueLengthMax),
      });
      return { code, kind, value };
    }
  }
};

const readKind = (given: string): FeatureKind =>
  checkAll({ kind: () => choiceOf(featureKinds)(given) }).kind;

const ownFields = ['meterId', 'limit', 'interval', 'value'] as const;

const refusingReaders = (given: FeatureInput): Readonly<Record<string, () => never>> =>
  Object.fromEntries(
    ownFields
      .filter((field) => given[field] !== undefined && given[field] !== null)
      .map((field) => [field, refuse]),
  );

const refuse = (): never => {
  throw InvalidValue.because('unknown_field', 'A feature of this kind does not have this field.');
};

// Its periods bill nothing, so they need not meet those of the plan: a day fits a month.
const readInterval = (given: CalendarLength | null): CalendarLength | null => {
  if (given === null) return null;
  const { unit, count } = Interval.every(given.count, given.unit);
  return { unit, count };
};

/** How events show a feature, and when two say the same: by their fields, as prices. */
export const featureEncoder: Encoder<Feature, JsonObject> = priceEncoder;
