import { checkAll } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import { saysTheSame } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
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

/** What may be changed about a tenant, as its people write it. What is absent stays. */
export interface TenantChanges {
  readonly name?: string | undefined;
  readonly defaultCurrency?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A company that uses us: the wall around everything else. */
export class Tenant {
  readonly facts: TenantFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: TenantFacts, events: readonly DomainEvent[] = []) {
    this.facts = { ...facts, ...checkedFields(facts) };
    this.events = events;
  }

  /** A tenant starts with euros and UTC, which its people may change. */
  static found(id: TenantId, name: string, now: Instant): Tenant {
    const settings = { name: parseName(name), defaultCurrency: 'EUR', timeZone: 'UTC' };
    const checked = checkedFields(settings);
    const tenant = new Tenant({ id, version: 0, ...checked, createdAt: now, updatedAt: now });
    return new Tenant(tenant.facts, [
      { type: 'tenant.created', subjectId: id, at: now, before: null, after: tenant.snapshot() },
    ]);
  }

  /**
   * The tenant itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: TenantChanges, now: Instant): Tenant {
    const checked = checkedFields({
      name: changes.name ?? this.facts.name,
      defaultCurrency: changes.defaultCurrency ?? this.facts.defaultCurrency,
      timeZone: changes.timeZone ?? this.facts.timeZone,
    });
    if (saysTheSame(checked, checkedFields(this.facts))) return this;
    const changed = new Tenant({ ...this.facts, ...checked, updatedAt: now });
    return new Tenant(changed.facts, [
      ...this.events,
      {
        type: 'tenant.updated',
        subjectId: this.facts.id,
        at: now,
        before: this.snapshot(),
        after: changed.snapshot(),
      },
    ]);
  }

  snapshot(): Snapshot {
    const { id, name, defaultCurrency, timeZone } = this.facts;
    return { id, name, defaultCurrency, timeZone };
  }
}

const checkedFields = (settings: { name: string; defaultCurrency: string; timeZone: string }) =>
  checkAll({
    name: () => parseName(settings.name),
    defaultCurrency: () => parseCurrencyCode(settings.defaultCurrency),
    timeZone: () => parseTimeZone(settings.timeZone),
  });
