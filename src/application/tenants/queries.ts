import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import type { BillingSettings } from '#domain/tenants/billing-settings.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';
import type { AdvanceReport, TestClockFacts } from '#domain/tenants/test-clock.ts';
import { progressOf } from '#domain/tenants/test-clock.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';

/** A tenant as its people see it. */
export interface TenantView {
  readonly id: TenantId;
  readonly version: number;
  readonly name: string;
  readonly mode: TenantMode;
  readonly defaultCurrency: CurrencyCode;
  readonly timeZone: TimeZone;
  readonly billing: BillingSettings;
  readonly billingPolicy: BillingPolicy;
  readonly usage: UsageSettings;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const tenantView = ({ facts }: Tenant): TenantView => facts;

/** The clock of a test tenant, as its people see it. */
export interface TestClockView {
  readonly now: Instant;
  readonly status: 'ready' | 'advancing';
  /** Where the last advance led, or the one that is under way leads; null before the first. */
  readonly target: Instant | null;
  /** How far it has come, in days. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** The work of the last advance, once it is over. */
  readonly report: AdvanceReport | null;
}

export const testClockView = ({ facts }: { readonly facts: TestClockFacts }): TestClockView => ({
  now: facts.now,
  status: facts.status,
  target: facts.advance?.to ?? null,
  progress: progressOf(facts),
  report: facts.report,
});
