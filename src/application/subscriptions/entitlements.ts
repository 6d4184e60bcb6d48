import type { TalliedRange } from '#application/metering/usage-tallies.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type {
  CustomerFeatures,
  EntitlementReads,
} from '#application/subscriptions/entitlement-queries.ts';
import type { FeatureKind } from '#domain/catalog/feature.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { countTallied } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { fractionOf, parseDecimal } from '#domain/shared/decimal.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, MeterId, SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseCode } from '#domain/shared/text.ts';
import type { ServedPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import type { CountedLimit, Granted, LimitToCount } from '#domain/subscriptions/entitlements.ts';
import { countLimit, grantedBy, grantOf, isWithin } from '#domain/subscriptions/entitlements.ts';

/** How much of a feature a customer has. Fields that are not of its kind are null. */
export interface EntitlementExtent {
  /** The text of a `value`. */
  readonly value: string | null;
  /** Of a `limit`: what counts it. */
  readonly meterId: MeterId | null;
  /** A decimal or a fraction, `10/3`: what was used in the period. */
  readonly used: string | null;
  /** A decimal; null too for as much as one likes. */
  readonly limit: string | null;
  /** Not below zero; null where the limit is. */
  readonly remaining: string | null;
  /** In which it was used; where several subscriptions have several, the one that ends first. */
  readonly period: ServedPeriod | null;
}

/** A feature that a customer has. */
export interface Entitlement extends EntitlementExtent {
  /** The code of the feature. */
  readonly feature: string;
  readonly kind: FeatureKind;
  /** Those that give it, the newest first. */
  readonly subscriptionIds: readonly SubscriptionId[];
}

export interface ListEntitlementsInput {
  readonly customerId: CustomerId;
}

/** Lists the features that a customer has now, by their codes. */
export class ListEntitlements
  implements UseCase<ListEntitlementsInput, { readonly data: readonly Entitlement[] }>
{
  readonly permission = 'entitlements:read' as const;
  readonly isRead = true;
  readonly #reads: ReadAccess<EntitlementReads>;

  constructor({ reads }: { readonly reads: ReadAccess<EntitlementReads> }) {
    this.#reads = reads;
  }

  /** @throws {CustomerNotFound} */
  execute(
    context: RequestContext,
    { customerId }: ListEntitlementsInput,
  ): Promise<{ readonly data: readonly Entitlement[] }> {
    return this.#reads.read(context, async (queries) => {
      const features = await featuresOf(queries, customerId);
      const data: Entitlement[] = [];
      // One after the other: no customer takes all connections.
      for (const granted of grantedBy(features.subscriptions, features.at)) {
        data.push((await measured(queries, customerId, features, granted)).entitlement);
      }
      return { data };
    });
  }
}

export interface CheckEntitlementInput {
  readonly customerId: CustomerId;
  /** The code of a feature. */
  readonly feature: string;
  /** Of a limit: a decimal, how much is to be used; `1` where absent. */
  readonly quantity?: string | undefined;
}

/** Why a customer may not use a feature. */
export const entitlementRefusals = [
  'unknown_feature',
  'no_subscription',
  'not_included',
  'limit_reached',
] as const;
export type EntitlementRefusal = (typeof entitlementRefusals)[number];

export interface CheckedEntitlement extends EntitlementExtent {
  readonly feature: string;
  readonly isAllowed: boolean;
  /** Null, as `detail`, where it is allowed. */
  readonly reason: EntitlementRefusal | null;
  /** For people. */
  readonly detail: string | null;
  /** Null where the customer does not have it. */
  readonly kind: FeatureKind | null;
  readonly subscriptionIds: readonly SubscriptionId[];
}

/** Tells whether a customer may use a feature now, so much of it. */
export class CheckEntitlement implements UseCase<CheckEntitlementInput, CheckedEntitlement> {
  readonly permission = 'entitlements:read' as const;
  readonly isRead = true;
  readonly #reads: ReadAccess<EntitlementReads>;

  constructor({ reads }: { readonly reads: ReadAccess<EntitlementReads> }) {
    this.#reads = reads;
  }

  /** @throws {InvalidValue | CustomerNotFound} */
  async execute(
    context: RequestContext,
    { customerId, ...given }: CheckEntitlementInput,
  ): Promise<CheckedEntitlement> {
    const { feature, quantity = '1' } = checkAll({
      feature: () => parseCode(given.feature),
      quantity: () => orUndefined(parseDecimal)(given.quantity),
    });
    return this.#reads.read(context, async (queries) => {
      const atOnce = await measuredAtOnce(queries, customerId, feature);
      if (atOnce !== undefined) return answered(atOnce, quantity);
      const features = await featuresOf(queries, customerId);
      const granted = grantOf(features.subscriptions, feature, features.at);
      if (granted === undefined) {
        const isOffered = await queries.entitlements.isOffered(feature);
        const reason = whyNone(isOffered, features);
        return { ...nothing, feature, kind: null, subscriptionIds: [], ...refused(reason) };
      }
      return answered(await measured(queries, customerId, features, granted), quantity);
    });
  }
}

const answered = ({ entitlement, counted }: Measured, quantity: string): CheckedEntitlement => {
  const isAllowed =
    counted === null || isWithin(counted.limit, counted.meter, fractionOf(quantity));
  return { ...entitlement, ...(isAllowed ? allowed : refused('limit_reached')) };
};

/** The use cases of what customers may use. */
export const entitlementUseCases = (ports: { readonly reads: ReadAccess<EntitlementReads> }) => ({
  list: guarded(new ListEntitlements(ports)),
  check: guarded(new CheckEntitlement(ports)),
});

export type EntitlementUseCases = ReturnType<typeof entitlementUseCases>;

const featuresOf = async (
  { entitlements }: EntitlementReads,
  customerId: CustomerId,
): Promise<CustomerFeatures> => {
  const features = await entitlements.of(customerId);
  if (features === undefined) throw new CustomerNotFound();
  return features;
};

const nothing: EntitlementExtent = {
  value: null,
  meterId: null,
  used: null,
  limit: null,
  remaining: null,
  period: null,
};

interface Measured {
  readonly entitlement: Entitlement;
  /** Of a limit only. */
  readonly counted: { readonly limit: CountedLimit; readonly meter: MeterDefinition } | null;
}

const measured = async (
  queries: EntitlementReads,
  customerId: CustomerId,
  features: CustomerFeatures,
  granted: Granted,
): Promise<Measured> => {
  const { feature, kind, subscriptionIds } = granted;
  const named = { feature, kind, subscriptionIds };
  switch (kind) {
    case 'boolean':
      return { entitlement: { ...named, ...nothing }, counted: null };
    case 'value':
      return { entitlement: { ...named, ...nothing, value: granted.value }, counted: null };
    case 'limit': {
      const meter = meterOf(features, granted);
      const quantities: Fraction[] = [];
      for (const { period } of granted.parts) {
        const usage = await queries.usageTallies.within(rangeOf(customerId, meter, period));
        quantities.push(quantityIn(usage, meter, period));
      }
      return measuredLimit(granted, meter, quantities);
    }
  }
};

/**
 * Measures a limit of one period by what was agreed lately, in one round trip: nothing where
 * something was changed since, or where it takes more.
 */
const measuredAtOnce = async (
  { entitlements }: EntitlementReads,
  customerId: CustomerId,
  feature: string,
): Promise<Measured | undefined> => {
  const features = await entitlements.lately(customerId);
  const granted = features && grantOf(features.subscriptions, feature, features.at);
  if (features === undefined || granted?.kind !== 'limit') return undefined;
  const [part, ...others] = granted.parts;
  if (part === undefined || others.length > 0) return undefined;
  const meter = meterOf(features, granted);
  const range = rangeOf(customerId, meter, part.period);
  const usage = await entitlements.usageWhile(features, range);
  return usage && measuredLimit(granted, meter, [quantityIn(usage, meter, part.period)]);
};

const measuredLimit = (
  granted: LimitToCount,
  meter: MeterDefinition,
  quantities: readonly Fraction[],
): Measured => {
  const { feature, kind, subscriptionIds, meterId } = granted;
  const limit = countLimit(granted, meter, quantities);
  const shown = { ...nothing, ...shownLimit(limit), meterId };
  return { entitlement: { feature, kind, subscriptionIds, ...shown }, counted: { limit, meter } };
};

const meterOf = ({ meters }: CustomerFeatures, { meterId }: LimitToCount): MeterDefinition => {
  const meter = meters.get(meterId);
  invariant(meter !== undefined, 'A meter that a limit names is there for good.');
  return meter;
};

/** All of the customer's events, whether they name a subscription or not. */
const rangeOf = (
  customerId: CustomerId,
  meter: MeterDefinition,
  { startsAt, endsAt }: ServedPeriod,
): TalliedRange => ({
  customerId,
  subscriptions: null,
  counting: countingOf(meter, []),
  spans: [{ from: meter.isCarriedOver ? null : startsAt, to: endsAt }],
});

const quantityIn = (
  usage: TalliedUsage,
  meter: MeterDefinition,
  { startsAt, endsAt }: ServedPeriod,
): Fraction => {
  const period = { from: startsAt, to: endsAt };
  const [all] = countTallied(meter, [], usage, { period, spans: [period] });
  invariant(all !== undefined, 'Without groups there is one quantity.');
  return all.quantity;
};

const shownLimit = ({ used, limit, remaining, period }: CountedLimit) => ({
  used: used.toText(),
  limit: limit?.toText() ?? null,
  remaining: remaining?.toText() ?? null,
  period,
});

const whyNone = (isOffered: boolean, { subscriptions }: CustomerFeatures): EntitlementRefusal => {
  if (!isOffered) return 'unknown_feature';
  return subscriptions.length === 0 ? 'no_subscription' : 'not_included';
};

const allowed = { isAllowed: true, reason: null, detail: null } as const;

const refused = (reason: EntitlementRefusal) => ({
  isAllowed: false,
  reason,
  detail: details[reason],
});

const details: Readonly<Record<EntitlementRefusal, string>> = {
  unknown_feature: 'No plan has a feature with this code.',
  no_subscription: 'The customer has no subscription that runs now.',
  not_included: 'No subscription of the customer that runs now includes this feature.',
  limit_reached: 'It would be more than the limit.',
};
