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
import { countingOf } from '#domain/metering/rollup.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { fractionOf, parseDecimal } from '#domain/shared/decimal.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, MeterId, SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseCode } from '#domain/shared/text.ts';
import type { ServedPeriod } from '#domain/subscriptions/current-period.ts';
import type { CountedLimit, Granted, LimitToCount } from '#domain/subscriptions/entitlements.ts';
import { countLimit, grantedBy, isWithin } from '#domain/subscriptions/entitlements.ts';

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
      const features = await featuresOf(queries, customerId);
      const granted = grantedBy(features.subscriptions, features.at).find(
        (each) => each.feature === feature,
      );
      if (granted === undefined) {
        const isOffered = await queries.entitlements.isOffered(feature);
        const reason = whyNone(isOffered, features);
        return { ...nothing, feature, kind: null, subscriptionIds: [], ...refused(reason) };
      }
      const { entitlement, counted } = await measured(queries, customerId, features, granted);
      const isAllowed =
        counted === null || isWithin(counted.limit, counted.meter, fractionOf(quantity));
      return { ...entitlement, ...(isAllowed ? allowed : refused('limit_reached')) };
    });
  }
}

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
      const meter = features.meters.get(granted.meterId);
      invariant(meter !== undefined, 'A meter that a limit names is there for good.');
      const limit = await counted(queries, customerId, granted, meter);
      const shown = { ...shownLimit(limit), meterId: granted.meterId };
      return { entitlement: { ...named, ...nothing, ...shown }, counted: { limit, meter } };
    }
  }
};

const counted = async (
  queries: EntitlementReads,
  customerId: CustomerId,
  granted: LimitToCount,
  meter: MeterDefinition,
): Promise<CountedLimit> => {
  const quantities: Fraction[] = [];
  for (const { period } of granted.parts) {
    quantities.push(await quantityIn(queries, customerId, meter, period));
  }
  return countLimit(granted, meter, quantities);
};

/** Counts all of the customer's events, whether they name a subscription or not. */
const quantityIn = async (
  { usageTallies }: EntitlementReads,
  customerId: CustomerId,
  meter: MeterDefinition,
  { startsAt, endsAt }: ServedPeriod,
): Promise<Fraction> => {
  const usage = await usageTallies.within({
    customerId,
    subscriptions: null,
    counting: countingOf(meter, []),
    spans: [{ from: meter.isCarriedOver ? null : startsAt, to: endsAt }],
  });
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
