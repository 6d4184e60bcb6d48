import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PricedMeters } from '#application/metering/priced-meters.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import type {
  AnyPlanVersion,
  DeletedPlanVersion,
  PlanVersion,
} from '#domain/catalog/plan-version.ts';
import type { DeletedProduct, Product } from '#domain/catalog/product.ts';
import type { PlanId, PlanVersionId, PriceId, ProductId, TaxRateId } from '#domain/shared/ids.ts';

/** A product that says by which rates it is taxed. */
export interface TaxedProduct {
  readonly productId: ProductId;
  readonly taxRateIds: readonly TaxRateId[];
}

/**
 * The products of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` and `remove` of a state whose version is not the stored one change nothing and throw.
 * 4. No two products of a tenant share a code; two tenants may.
 * 5. `remove` of a product that any plan refers to, an archived one too, changes nothing and
 *    throws.
 * 6. `taxed` gives all products that name tax rates of their own, in any order.
 */
export interface ProductRepository {
  find(productId: ProductId): Promise<Product | undefined>;
  /** @throws {VersionMismatch | ProductCodeTaken} */
  save(product: Product): Promise<Product>;
  /** @throws {VersionMismatch | ProductInUse} */
  delete(product: DeletedProduct): Promise<void>;
  taxed(): Promise<readonly TaxedProduct[]>;
}

/**
 * The plans of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, in the state it was saved in, or nothing. The prices keep
 *    their order.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. No two plans of a tenant that are not archived share a code; two tenants may.
 * 5. `save` of a plan whose product is not in the tenant changes nothing and throws.
 * 6. `findShared` is `find`, and nobody saves the plan until the run is over.
 * 7. `findLocked` is `find`, and nobody else saves the plan or finds it shared or locked until the
 *    run is over.
 */
export interface PlanRepository {
  find(planId: PlanId): Promise<Plan | undefined>;
  findShared(planId: PlanId): Promise<Plan | undefined>;
  findLocked(planId: PlanId): Promise<Plan | undefined>;
  /** @throws {VersionMismatch | PlanCodeTaken | UnknownProduct} */
  save(plan: Plan): Promise<Plan>;
}

/**
 * The versions of the tenant's plans. Nobody changes or deletes one that is published.
 *
 * 1. `find` gives those of these versions that are published, in any order, as they were published.
 * 2. No two versions of a plan share a number: the second is refused.
 * 3. `ofPlan` gives the version of a plan with this number, as it was last saved, or nothing.
 * 4. `lastNumber` gives the highest number of a plan's versions, drafts too; 0 where it has none.
 * 5. `save` stores and gives back what is stored now, one version on and with no events left.
 * 6. `save` and `delete` of a state whose version is not the stored one, or of what is published,
 *    change nothing and throw.
 * 7. `productsOf` says which product each of these prices belongs to, of the published ones.
 * 8. `published` gives all versions of a plan that are published, by their numbers.
 * 9. `pricesMeter` says whether a plan or a version has a price or a limit of a meter: drafts,
 *    archived and earlier ones too.
 * 10. `anyChargingWithinPeriods` gives one that is published and charges usage before its period
 *     ends (`chargesWithinPeriods`), or nothing.
 */
export interface PlanVersionRepository extends PricedMeters {
  find(versionIds: readonly PlanVersionId[]): Promise<readonly PlanVersion[]>;
  ofPlan(planId: PlanId, number: number): Promise<AnyPlanVersion | undefined>;
  published(planId: PlanId): Promise<readonly PlanVersion[]>;
  lastNumber(planId: PlanId): Promise<number>;
  anyChargingWithinPeriods(): Promise<PlanVersionId | undefined>;
  /** @throws {VersionMismatch} */
  save(version: AnyPlanVersion): Promise<AnyPlanVersion>;
  /** @throws {VersionMismatch} */
  delete(version: DeletedPlanVersion): Promise<void>;
  productsOf(priceIds: readonly PriceId[]): Promise<ReadonlyMap<PriceId, ProductId>>;
}

/** The repositories that prices are written with. */
export type PricingRepositories = CatalogRepositories & Pick<MeteringRepositories, 'meters'>;

export interface CatalogRepositories {
  readonly products: ProductRepository;
  readonly plans: PlanRepository;
  readonly planVersions: PlanVersionRepository;
}
