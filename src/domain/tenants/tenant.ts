import { checkAll, givenReaders, readersOf } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { asStored, hidden, instant, objectOf, onceStored, plain } from '#domain/shared/snapshot.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import { parseTenantMode } from '#domain/shared/tenant-mode.ts';
import { parseName } from '#domain/shared/text.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import type { BillingPolicy, BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { parseBillingPolicy, standardPolicy } from '#domain/tenants/billing-policy.ts';
import type { BillingChanges, BillingSettings } from '#domain/tenants/billing-settings.ts';
import {
  billingEncoder,
  changeBilling,
  standardBilling,
} from '#domain/tenants/billing-settings.ts';
import { policyEncoder } from '#domain/tenants/policy-encoders.ts';
import type { UsageChanges, UsageSettings } from '#domain/tenants/usage-settings.ts';
import { changeUsage, standardUsage, usageEncoder } from '#domain/tenants/usage-settings.ts';

export interface TenantFacts {
  readonly id: TenantId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly name: string;
  /** Fixed when it was created: what was tried out never becomes real, nor the other way round. */
  readonly mode: TenantMode;
  readonly defaultCurrency: CurrencyCode;
  readonly timeZone: TimeZone;
  readonly billing: BillingSettings;
  /** How its agreements count money, where they say nothing else. */
  readonly billingPolicy: BillingPolicy;
  /** Which events of usage it takes, and how long it keeps them. */
  readonly usage: UsageSettings;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** The facts of a new tenant: live, in euros and UTC where nothing is said. */
export interface TenantInput {
  readonly name: string;
  readonly mode?: string | undefined;
  readonly defaultCurrency?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** The changes of a tenant, as its people write them. Absent stays. */
export interface TenantChanges {
  readonly name?: string | undefined;
  readonly defaultCurrency?: string | undefined;
  readonly timeZone?: string | undefined;
  /** Field by field; null for how a tenant bills at the beginning. */
  readonly billing?: BillingChanges | null | undefined;
  /** On top of what holds, or of a preset; null for the standard. Agreements keep theirs. */
  readonly billingPolicy?: BillingPolicyInput | null | undefined;
  /** Field by field; null for what holds at the beginning. Events keep the expiry they have. */
  readonly usage?: UsageChanges | null | undefined;
}

/** A company that uses us. Everything else belongs to one tenant. */
export class Tenant {
  readonly facts: TenantFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: TenantFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /**
   * Its people may change currency and time zone later, but never its mode.
   * @throws {InvalidValue} with every fault at once.
   */
  static create(id: TenantId, input: TenantInput, now: Instant): Tenant {
    const { name, mode = 'live', defaultCurrency = 'EUR', timeZone = 'UTC' } = input;
    const settings = { name, defaultCurrency, timeZone };
    const checked = checkAll({
      ...readersOf(parsers, settings),
      mode: () => parseTenantMode(mode),
    });
    const standards = {
      billing: standardBilling,
      billingPolicy: standardPolicy,
      usage: standardUsage,
    };
    const rest = { ...standards, createdAt: now, updatedAt: now };
    const facts = { id, version: 0, ...checked, ...rest };
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
    const billing = (given: BillingChanges | null) => changeBilling(this.facts.billing, given);
    const billingPolicy = (given: BillingPolicyInput | null) =>
      given === null ? standardPolicy : parseBillingPolicy(given, this.facts.billingPolicy);
    const usage = (given: UsageChanges | null) => changeUsage(this.facts.usage, given);
    const checked = checkAll(givenReaders({ ...parsers, billing, billingPolicy, usage }, changes));
    const changed = { ...this.facts, ...checked };
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
  mode: plain,
  billing: billingEncoder,
  billingPolicy: policyEncoder,
  usage: usageEncoder,
  createdAt: hidden(instant),
  updatedAt: hidden(instant),
});
