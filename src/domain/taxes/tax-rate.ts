import { checkAll, givenReaders, readersOf } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { parseRate } from '#domain/shared/rate.ts';
import { flag } from '#domain/shared/settings.ts';
import {
  asStored,
  instant,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import { parseName } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { TaxRateFixed } from '#domain/taxes/errors.ts';
import type { taxRateEventTypes } from '#domain/taxes/event-types.ts';

export interface TaxRateFacts {
  readonly id: TaxRateId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** As invoices show it: `VAT 20 %`. */
  readonly name: string;
  /** A decimal from 0 to 1, as it was written: `0.20` is a fifth of the net amount. */
  readonly rate: string;
  /** Whether prices include it. Else it comes on top of them. */
  readonly isInclusive: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly archivedAt: Instant | null;
}

/** A tax rate as people describe it, before anything was checked. */
export interface TaxRateInput {
  readonly name: string;
  readonly rate: string;
  readonly isInclusive?: boolean | undefined;
}

/** The changes: absent stays. To state the rate again, as it is, is no change. */
export type TaxRateChanges = {
  readonly [Field in keyof TaxRateInput]?: TaxRateInput[Field] | undefined;
};

export const taxRateStatuses = ['active', 'archived'] as const;
export type TaxRateStatus = (typeof taxRateStatuses)[number];

/** A share of a net amount that goes to the state, in one of the two states of its life. */
export type TaxRate = ActiveTaxRate | ArchivedTaxRate;

/** One that may be put on tenant, products, customers and lines. */
export class ActiveTaxRate {
  readonly status = 'active' as const;
  readonly facts: TaxRateFacts & { readonly archivedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: ActiveTaxRate['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: TaxRateId, input: TaxRateInput, now: Instant): ActiveTaxRate {
    const described = checkAll(readersOf(parsers, input));
    const times = { createdAt: now, updatedAt: now, archivedAt: null };
    const facts = { id, version: 0, ...described, ...times };
    return new ActiveTaxRate(facts, [happened('tax_rate.created', now, null, facts)]);
  }

  /**
   * Changes its name. The rate itself where nothing differs.
   * @throws {InvalidValue | TaxRateFixed}
   */
  change(changes: TaxRateChanges, now: Instant): ActiveTaxRate {
    const { name = this.facts.name, ...fixed } = checkAll(givenReaders(parsers, changes));
    if (!isSame({ ...this.facts, ...fixed }, this.facts)) throw new TaxRateFixed();
    if (name === this.facts.name) return this;
    const facts = { ...this.facts, name, updatedAt: now };
    const updated = happened('tax_rate.updated', now, this, facts);
    return new ActiveTaxRate(facts, [...this.events, updated]);
  }

  archive(now: Instant): ArchivedTaxRate {
    const facts = { ...this.facts, updatedAt: now, archivedAt: now };
    const archived = happened('tax_rate.archived', now, this, facts);
    return new ArchivedTaxRate(facts, [...this.events, archived]);
  }
}

/** One that is put nowhere any more. Where it stands it stays in force until another does. */
export class ArchivedTaxRate {
  readonly status = 'archived' as const;
  readonly facts: TaxRateFacts & { readonly archivedAt: Instant };
  readonly events: readonly DomainEvent[];

  constructor(facts: ArchivedTaxRate['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }
}

/** The ids of those that are not archived. */
export const activeIdsOf = (rates: readonly TaxRate[]): ReadonlySet<TaxRateId> =>
  new Set(rates.filter(({ status }) => status === 'active').map(({ facts }) => facts.id));

/** The tax rate with these facts, in the state that its times tell. */
export const taxRateOf = (facts: TaxRateFacts): TaxRate => {
  const { archivedAt } = facts;
  return archivedAt === null
    ? new ActiveTaxRate({ ...facts, archivedAt })
    : new ArchivedTaxRate({ ...facts, archivedAt });
};

/** How a rate reads: from 0 to 1, with up to six decimals. */
export const taxRatePattern = '^(0(\\.[0-9]{1,6})?|1(\\.0{1,6})?)$';

const form = new RegExp(taxRatePattern);

/** @throws {InvalidValue} `invalid_tax_rate` */
export const parseTaxRate = (text: string): string => {
  if (form.test(text)) return text;
  throw InvalidValue.because(
    'invalid_tax_rate',
    'It must be a decimal from 0 to 1 with up to 6 digits after the point: 0.20 is 20 %.',
  );
};

const parsers = {
  name: parseName,
  rate: parseTaxRate,
  isInclusive: (given: boolean | undefined) => flag(given ?? false),
};

const isSame = (one: TaxRateFacts, other: TaxRateFacts): boolean =>
  parseRate(one.rate).compare(parseRate(other.rate)) === 0 && one.isInclusive === other.isInclusive;

const encoder = objectOf<TaxRateFacts & { readonly status: TaxRateStatus }>({
  id: plain,
  version: plain,
  name: plain,
  rate: plain,
  isInclusive: plain,
  status: plain,
  createdAt: instant,
  updatedAt: instant,
  archivedAt: nullable(instant),
});

const stated = (facts: TaxRateFacts) => ({
  ...facts,
  status: facts.archivedAt === null ? ('active' as const) : ('archived' as const),
});

const happened = (
  type: (typeof taxRateEventTypes)[number],
  at: Instant,
  before: ActiveTaxRate | null,
  after: TaxRateFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  occurredAt: at,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: encoder.encode(stated(onceStored(after))),
});
