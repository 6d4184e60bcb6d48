import type { PlanRepository } from '#application/catalog/ports.ts';
import { foundAs } from '#application/shared/search.ts';
import { PlanCodeTaken, UnknownProduct } from '#domain/catalog/errors.ts';
import type { Plan, PlanFacts } from '#domain/catalog/plan.ts';
import { planOf } from '#domain/catalog/plan.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Interval, Trial } from '#domain/shared/interval.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { PlanRow } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { planTable, toPrice, toStoredPrice } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { storeFound } from '#infrastructure/typeorm/search-tokens.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';

const refusals = {
  plans_code_key: () => new PlanCodeTaken(),
  plans_product_fkey: () => new UnknownProduct(),
};

export class TypeOrmPlanRepository implements PlanRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(planId: PlanId): Promise<Plan | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(planTable, { tenantId, id: uuidOf(planId) });
    return row === null ? undefined : planOf(toFacts(row));
  }

  async save(plan: Plan): Promise<Plan> {
    const { tenantId, events } = this.#transaction;
    const stored = planOf({ ...plan.facts, version: plan.facts.version + 1 });
    await refusing(
      refusals,
      storeFound(this.#transaction, planTable, toRow(tenantId, stored.facts), 'plan'),
    );
    events.record(plan);
    return stored;
  }
}

const toRow = (tenantId: string, { terms, ...facts }: PlanFacts): PlanRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  productId: uuidOf(facts.productId),
  currency: terms.currency,
  intervalUnit: terms.interval.unit,
  intervalCount: terms.interval.count,
  trialDays: terms.trial.days,
  prices: terms.prices.map(toStoredPrice),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  foundAs: foundAs([facts.name, facts.code]),
  activatedAt: facts.activatedAt === null ? null : new Date(facts.activatedAt),
  archivedAt: facts.archivedAt === null ? null : new Date(facts.archivedAt),
});

const toFacts = (row: PlanRow): PlanFacts => {
  const { version, code, name, description, metadata } = row;
  const currency = row.currency as CurrencyCode;
  return {
    id: idFromUuid('plan', row.id),
    version,
    productId: idFromUuid('prod', row.productId),
    code,
    name,
    description,
    metadata,
    terms: {
      currency,
      interval: Interval.stored(row.intervalCount, row.intervalUnit),
      trial: Trial.stored(row.trialDays),
      prices: row.prices.map((price) => toPrice(price, currency)),
    },
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
    activatedAt: row.activatedAt && instantOf(row.activatedAt.getTime()),
    archivedAt: row.archivedAt && instantOf(row.archivedAt.getTime()),
  };
};
