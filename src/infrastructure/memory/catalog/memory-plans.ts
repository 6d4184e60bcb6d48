import type { PlanRepository } from '#application/catalog/ports.ts';
import type { PlanFilter, PlanQueries, PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import { PlanCodeTaken, UnknownProduct } from '#domain/catalog/errors.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import { planOf } from '#domain/catalog/plan.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, mentions, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryPlanRepository implements PlanRepository {
  readonly #transaction: MemoryTransaction<CatalogTables>;

  constructor(transaction: MemoryTransaction<CatalogTables>) {
    this.#transaction = transaction;
  }

  async find(planId: PlanId): Promise<Plan | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.plans.get(`${tenantId}/${planId}`);
  }

  async save(plan: Plan): Promise<Plan> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = plan;
    if (tables.products.get(`${tenantId}/${facts.productId}`) === undefined) {
      throw new UnknownProduct();
    }
    if (plan.status !== 'archived') this.#refuseTwin(plan);
    const stored = planOf({ ...facts, version: facts.version + 1 });
    tables.plans.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(plan);
    return stored;
  }

  #refuseTwin({ facts }: Plan): void {
    const { tables, tenantId } = this.#transaction;
    for (const other of tables.plans.under(`${tenantId}/`)) {
      const isOnOffer = other.status !== 'archived' && other.facts.id !== facts.id;
      if (isOnOffer && other.facts.code === facts.code) throw new PlanCodeTaken();
    }
  }
}

export class MemoryPlanQueries implements PlanQueries {
  readonly #reader: MemoryReader<CatalogTables>;

  constructor(reader: MemoryReader<CatalogTables>) {
    this.#reader = reader;
  }

  async find(planId: PlanId): Promise<PlanView | undefined> {
    const { tables, tenantId } = this.#reader;
    const plan = tables.plans.get(`${tenantId}/${planId}`);
    return plan && planView(plan);
  }

  async list(filter: PlanFilter, slice: Slice<PlanId>): Promise<readonly PlanView[]> {
    const { tables, tenantId } = this.#reader;
    const found = tables.plans
      .under(`${tenantId}/`)
      .map(planView)
      .filter(
        (plan) =>
          isInStatus(plan, filter.status) &&
          fits(filter.productId, plan.productId) &&
          fits(filter.code, plan.code) &&
          mentions(filter.search, 'plan', plan.id, [plan.name, plan.code]) &&
          within(plan.createdAt, filter.createdAt),
      );
    return sliceOf(found, ({ id }) => id, slice);
  }
}

const isInStatus = ({ status }: PlanView, wanted: PlanFilter['status']): boolean =>
  wanted === undefined ? status !== 'archived' : wanted === 'all' || wanted === status;
