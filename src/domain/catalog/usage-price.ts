import { timedModels } from '#domain/catalog/pricing/held.ts';
import type { ModelName } from '#domain/catalog/pricing/model.ts';
import { parseProperty } from '#domain/catalog/pricing/parse-model.ts';
import { metersMax } from '#domain/catalog/pricing/parse-tiers.ts';
import { agreedModels } from '#domain/catalog/pricing/priced.ts';
import { required } from '#domain/catalog/pricing/stated.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { countsLevel, levelAggregations } from '#domain/metering/level-meter.ts';
import { hasPeak } from '#domain/metering/peak.ts';
import { checkEach } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';

/** The most properties that a price groups by. */
export const groupByMax = 3;

/** The part of a price that says how its usage is counted, as people write it. */
export interface UsageInput {
  readonly meterId?: MeterId | null | undefined;
  /** Of a `capacity` price, instead of one meter. */
  readonly meterIds?: readonly MeterId[] | null | undefined;
  readonly groupBy?: readonly string[] | null | undefined;
}

/** A price, as far as it matters whether it is one of usage. */
interface PriceInput extends UsageInput {
  readonly kind?: 'recurring' | 'usage' | 'one_time' | undefined;
  readonly model?: ModelName | undefined;
  readonly billed?: 'in_advance' | 'in_arrears' | undefined;
  readonly isProrated?: boolean | undefined;
}

/** The readers of what a price says of usage, for `checkAll`. One of usage names its meters. */
export const usageReaders = (price: PriceInput) => {
  const isUsage = price.kind === 'usage';
  const isCapacity = isUsage && price.model === 'capacity';
  return {
    meterId: () => {
      if (!isUsage) return refuseGiven(price.meterId);
      return isCapacity ? refuseOne(price.meterId) : parseMeter(price.meterId);
    },
    meterIds: () => (isCapacity ? parseMeters(price.meterIds) : refuseSeveral(price.meterIds)),
    groupBy: () => (isUsage ? parseGroupBy(price) : refuseGiven(price.groupBy)),
    ...(isUsage && {
      isProrated: () => parseProrated(price),
    }),
  };
};

/**
 * Reads the model of a price that a plan has.
 * @throws {InvalidValue} `only_usage` of models that no quantity is agreed by
 */
export const parseModelName = ({ kind, model = 'flat' }: PriceInput): ModelName => {
  if (kind === 'usage' || agreedModels.some((name) => name === model)) return model;
  throw InvalidValue.because('only_usage', 'Only a price of the kind `usage` has this model.');
};

/** A price, as far as it matters how its usage is counted. */
export interface CountedPrice {
  readonly model: ModelName;
  readonly billed: 'in_advance' | 'in_arrears';
  readonly isProrated: boolean;
}

/** The meters that count the usage of a price; none of other kinds. */
export const metersOf = <Meter extends string>({
  meterId,
  meterIds = [],
}: {
  readonly meterId?: Meter;
  readonly meterIds?: readonly Meter[];
}): readonly Meter[] => (meterId === undefined ? meterIds : [meterId]);

/**
 * Why a meter cannot count for a price of usage; null where it can. Where each event has a price of
 * its own, an event is of one period, and takes nothing of another away. What is charged as events
 * come must be known as they come, and what is prorated by time is a level.
 */
export const unfitReason = (
  { model, billed, isProrated }: CountedPrice,
  meter: MeterDefinition,
): string | null => {
  const { aggregation, isCarriedOver, removal, rounding } = meter;
  if (isProrated && !countsLevel(meter)) {
    const levels = levelAggregations.join(', ');
    return `A price that is prorated by time needs a meter of a level: of ${levels}.`;
  }
  if (billed === 'in_advance' && !hasPeak(meter)) {
    return 'In advance only what a meter counts, sums up or tells apart (`unique`) is charged.';
  }
  if (model === 'percentage') {
    const isFit = aggregation === 'sum' && rounding === null;
    if (!isFit) return 'A percentage needs a meter that sums values up, and does not round them.';
  }
  const isOfEvents = model === 'percentage' || model === 'dynamic';
  if (!isOfEvents || (!isCarriedOver && removal === null)) return null;
  return 'Each event has a price of its own: the meter carries nothing over, and removes nothing.';
};

const parseMeter = (meterId: PriceInput['meterId']): MeterId => parseId('mtr', required(meterId));

const parseMeters = (meterIds: PriceInput['meterIds']): readonly MeterId[] => {
  const given = required(meterIds);
  if (given.length === 0) throw InvalidValue.because('too_few', 'A price names a meter at least.');
  if (given.length > metersMax) {
    throw InvalidValue.because('too_many', `A price names ${metersMax} meters at most.`);
  }
  return checkEach(given, (meterId, index) => {
    if (given.indexOf(meterId) === index) return parseId('mtr', meterId);
    throw InvalidValue.because('repeated', 'Each meter is named once.');
  });
};

const parseGroupBy = ({ groupBy, model }: PriceInput): readonly string[] | undefined => {
  if (groupBy === null || groupBy === undefined || groupBy.length === 0) return undefined;
  if (groupBy.length > groupByMax) {
    throw InvalidValue.because('too_many', `A price groups by ${groupByMax} properties at most.`);
  }
  if (model === 'matrix') {
    throw InvalidValue.because('unknown_field', 'A matrix has a line for each of its cells.');
  }
  if (model === 'capacity') {
    throw InvalidValue.because('unknown_field', 'A capacity price has one line for all meters.');
  }
  return checkEach(groupBy, (property, index) => {
    if (groupBy.indexOf(property) === index) return parseProperty(property);
    throw InvalidValue.because('repeated', 'Each property is named once.');
  });
};

/**
 * Reads whether a price of usage is prorated by time.
 * @throws {InvalidValue} `not_prorated` of models whose units have no amount each
 */
export const parseProrated = ({ isProrated = false, model = 'flat' }: PriceInput): boolean => {
  if (!isProrated || timedModels.some((name) => name === model)) return isProrated;
  throw InvalidValue.because(
    'not_prorated',
    `Usage is prorated by time where each unit has an amount: by ${timedModels.join(' and ')}.`,
  );
};

const refuseOne = (meterId: unknown): undefined => {
  if (meterId === undefined || meterId === null) return undefined;
  throw InvalidValue.because('unknown_field', 'A capacity price names its meters in `meterIds`.');
};

const refuseSeveral = (meterIds: unknown): undefined => {
  if (meterIds === undefined || meterIds === null) return undefined;
  throw InvalidValue.because('unknown_field', 'Only a price of the model `capacity` has several.');
};

const refuseGiven = (given: unknown): undefined => {
  if (given === undefined || given === null) return undefined;
  throw InvalidValue.because('unknown_field', 'Only a price of the kind `usage` has this field.');
};
