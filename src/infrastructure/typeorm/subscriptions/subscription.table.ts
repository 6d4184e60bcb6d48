import { EntitySchema } from 'typeorm';
import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { pauseShownAt } from '#domain/subscriptions/agreement/pause.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { planOfSegment, segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Term } from '#domain/subscriptions/agreement/term.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { policyOf } from '#infrastructure/typeorm/tenants/tenant.table.ts';

/** A segment as it is stored: instants in milliseconds, ids as people see them. */
interface StoredSegment extends Omit<SubscriptionSegment, 'from'> {
  readonly on: CalendarDate;
  readonly at: number;
}

export interface SubscriptionRow {
  tenantId: string;
  id: string;
  version: number;
  customerId: string;
  planId: string;
  planVersionId: string;
  planVersion: number;
  externalId: string | null;
  name: string | null;
  currency: CurrencyCode;
  timeZone: TimeZone;
  alignment: Alignment;
  intervalUnit: IntervalUnit;
  intervalCount: number;
  anchorOn: CalendarDate;
  anchorDay: number;
  policy: Partial<BillingPolicy>;
  segments: readonly StoredSegment[];
  startsOn: CalendarDate;
  startsAt: Date;
  endsOn: CalendarDate | null;
  endsAt: Date | null;
  billedThrough: CalendarDate | null;
  term: Term | null;
  trialEndsAt: Date | null;
  trialPlanIds: readonly string[];
  endReason: string | null;
  pauseStartsAt: Date | null;
  resumesAt: Date | null;
  isInvoicedApart: boolean;
  purchaseOrder: string | null;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
}

export const subscriptionTable = new EntitySchema<SubscriptionRow>({
  name: 'Subscription',
  tableName: 'subscriptions',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    customerId: { type: 'uuid', name: 'customer_id' },
    planId: { type: 'uuid', name: 'plan_id' },
    planVersionId: { type: 'uuid', name: 'plan_version_id', select: false },
    planVersion: { type: 'integer', name: 'plan_version' },
    externalId: { type: 'text', nullable: true, name: 'external_id' },
    name: { type: 'text', nullable: true },
    currency: { type: 'text' },
    timeZone: { type: 'text', name: 'time_zone' },
    alignment: { type: 'jsonb' },
    intervalUnit: { type: 'text', name: 'interval_unit' },
    intervalCount: { type: 'integer', name: 'interval_count' },
    anchorOn: { type: 'date', name: 'anchor_on' },
    anchorDay: { type: 'integer', name: 'anchor_day' },
    policy: { type: 'jsonb' },
    segments: { type: 'jsonb' },
    startsOn: { type: 'date', name: 'starts_on' },
    startsAt: { type: 'timestamptz', precision: 3, name: 'starts_at' },
    endsOn: { type: 'date', nullable: true, name: 'ends_on' },
    endsAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'ends_at' },
    billedThrough: { type: 'date', nullable: true, name: 'billed_through' },
    term: { type: 'jsonb', nullable: true },
    // Both follow from the segments: they are what lists, and the rule of one trial, ask for.
    trialEndsAt: {
      type: 'timestamptz',
      precision: 3,
      nullable: true,
      name: 'trial_ends_at',
      select: false,
    },
    trialPlanIds: { type: 'jsonb', name: 'trial_plan_ids', select: false },
    endReason: { type: 'text', nullable: true, name: 'end_reason' },
    pauseStartsAt: {
      type: 'timestamptz',
      precision: 3,
      nullable: true,
      name: 'pause_starts_at',
      select: false,
    },
    resumesAt: {
      type: 'timestamptz',
      precision: 3,
      nullable: true,
      name: 'resumes_at',
      select: false,
    },
    isInvoicedApart: { type: 'boolean', name: 'is_invoiced_apart' },
    purchaseOrder: { type: 'text', name: 'purchase_order', nullable: true },
    metadata: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
  },
});

export const toRow = (facts: SubscriptionFacts, tenantId: string): SubscriptionRow => {
  const { start, end, interval, segments, ...row } = facts;
  const current = segmentAt(segments, facts.updatedAt);
  const pause = pauseShownAt(facts, facts.updatedAt);
  return {
    ...row,
    tenantId,
    id: uuidOf(facts.id),
    customerId: uuidOf(facts.customerId),
    planId: uuidOf(facts.planId),
    planVersionId: current === undefined ? '' : uuidOf(current.planVersionId),
    intervalUnit: interval.unit,
    intervalCount: interval.count,
    segments: segments.map(({ from, ...segment }) => ({ ...from, ...segment })),
    startsOn: start.on,
    startsAt: new Date(start.at),
    endsOn: end?.on ?? null,
    endsAt: end && new Date(end.at),
    ...trialsOf(facts),
    pauseStartsAt: pause && new Date(pause.startsAt),
    resumesAt: dateOf(pause?.resumesAt ?? null),
    createdAt: new Date(facts.createdAt),
    updatedAt: new Date(facts.updatedAt),
  };
};

/** The last end of a trial, and the plans that it was a trial of. */
const trialsOf = (
  facts: SubscriptionFacts,
): Pick<SubscriptionRow, 'trialEndsAt' | 'trialPlanIds'> => {
  const trials = facts.segments.flatMap((segment) => {
    const { from, trialEnd } = segment;
    const { planId } = planOfSegment(facts, segment);
    return trialEnd === undefined || trialEnd.at <= from.at ? [] : [{ at: trialEnd.at, planId }];
  });
  return {
    trialEndsAt: trials.length === 0 ? null : new Date(Math.max(...trials.map(({ at }) => at))),
    trialPlanIds: [...new Set(trials.map(({ planId }) => uuidOf(planId)))],
  };
};
const dateOf = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

export const toFacts = (row: SubscriptionRow): SubscriptionFacts => {
  const { startsOn, startsAt, endsOn, endsAt, intervalUnit, intervalCount, ...facts } = row;
  return {
    ...facts,
    id: idFromUuid('sub', row.id),
    customerId: idFromUuid('cus', row.customerId),
    planId: idFromUuid('plan', row.planId),
    interval: { unit: intervalUnit, count: intervalCount },
    policy: policyOf(row.policy),
    segments: row.segments.map(({ on, at, ...segment }) => ({
      ...segment,
      from: { on, at: at as Instant },
    })),
    start: { on: startsOn, at: instantOf(startsAt.getTime()) },
    end: endsOn && endsAt && { on: endsOn, at: instantOf(endsAt.getTime()) },
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  };
};
