import { checkAll, givenReaders, readersOf } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { asStored, hidden, instant, objectOf, onceStored, plain } from '#domain/shared/snapshot.ts';
import { parseName } from '#domain/shared/text.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';

export interface TenantFacts {
  readonly id: TenantId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly name: string;
  readonly defaultCurrency: CurrencyCode;
  readonly timeZone: TimeZone;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** The changes of a tenant, as its people write them. Absent stays. */
export interface TenantChanges {
  readonly name?: string | undefined;
  readonly defaultCurrency?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A company that uses us. Everything else belongs to one tenant. */
export class Tenant {
  readonly facts: TenantFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: TenantFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** A tenant starts with euros and UTC, which its people may change. */
  static create(id: TenantId, name: string, now: Instant): Tenant {
    const settings = { name: parseName(name), defaultCurrency: 'EUR', timeZone: 'UTC' };
    const checked = checkAll(readersOf(parsers, settings));
    const facts = { id, version: 0, ...checked, createdAt: now, updatedAt: now };
    return new Tenant(facts, [
      {
        type: 'tenant.created',
        subjectId: id,
        occurredAt: now,
        before: null,
        after: encoder.encode(onceStored(facts)),
      },
    ]);
  }

  /**
   * The tenant itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: TenantChanges, now: Instant): Tenant {
    const changed = { ...this.facts, ...checkAll(givenReaders(parsers, changes)) };
    if (encoder.isEqual(changed, this.facts)) return this;
    const facts = { ...changed, updatedAt: now };
    return new Tenant(facts, [
      ...this.events,
      {
        type: 'tenant.updated',
        subjectId: facts.id,
        occurredAt: now,
        before: encoder.encode(asStored(this)),
        after: encoder.encode(onceStored(facts)),
      },
    ]);
  }
}

const parsers = {
  name: parseName,
  defaultCurrency: parseCurrencyCode,
  timeZone: parseTimeZone,
};

const encoder = objectOf<TenantFacts>({
  id: plain,
  version: plain,
  name: plain,
  defaultCurrency: plain,
  timeZone: plain,
  createdAt: hidden(instant),
  updatedAt: hidden(instant),
});
